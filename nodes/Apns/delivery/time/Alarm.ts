import type { Clock, Timer } from './Clock.ts';

/** One timer for the earliest of many moments. */
export class Alarm {
	readonly #clock: Clock;
	readonly #ring: () => void;
	#timer: Timer;
	#dueMs = Infinity;

	constructor(clock: Clock, ring: () => void) {
		this.#clock = clock;
		this.#ring = ring;
	}

	/** Rings at that time at the latest, once. In the clock's milliseconds; Infinity: never. */
	setFor(dueMs: number): void {
		if (dueMs >= this.#dueMs) return;
		this.#clock.clearTimer(this.#timer);
		this.#dueMs = dueMs;
		this.#timer = this.#clock.setTimer(
			() => {
				this.#dueMs = Infinity;
				this.#ring();
			},
			Math.max(0, dueMs - this.#clock.nowMs()),
		);
	}

	/** Does not ring until it is set again. */
	clear(): void {
		this.#clock.clearTimer(this.#timer);
		this.#dueMs = Infinity;
	}

	/** Never rings again. */
	stop(): void {
		this.#clock.clearTimer(this.#timer);
		this.#dueMs = -Infinity;
	}
}
