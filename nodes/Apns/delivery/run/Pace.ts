/** How far behind its schedule a run may catch up at once: timers are no finer than milliseconds. */
const CATCH_UP_MS = 20;

/** Spreads the starts of requests evenly over a second. */
export class Pace {
	readonly #intervalMs: number;
	#nextMs = 0;

	/** @param maxPerSecond requests a second; Infinity for no limit */
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
