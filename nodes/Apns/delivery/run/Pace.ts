/** How far a late run may catch up at once: timers have a resolution of milliseconds. */
const CATCH_UP_MS = 20;

/** Spreads requests evenly over time. */
export class Pace {
	readonly #intervalMs: number;
	#nextMs = 0;

	/** @param maxPerSecond requests per second; Infinity for no limit */
	constructor(maxPerSecond: number) {
		this.#intervalMs = 1000 / maxPerSecond;
	}

	/** When the next request may start, in the clock's milliseconds. */
	get nextMs(): number {
		return this.#nextMs;
	}

	/** A request starts. */
	step(nowMs: number): void {
		if (this.#intervalMs === 0) return;
		this.#nextMs = Math.max(this.#nextMs, nowMs - CATCH_UP_MS) + this.#intervalMs;
	}
}
