import type { Clock } from '../../../nodes/Apns/delivery/time/Clock.ts';

interface ManualTimer {
	readonly callback: () => void;
	readonly dueMs: number;
}

/** A clock that only a test moves. */
export class ManualClock implements Clock {
	#nowMs = 0;
	readonly #timers = new Set<ManualTimer>();

	nowMs(): number {
		return this.#nowMs;
	}

	dateMs(): number {
		return this.#nowMs;
	}

	setTimer(callback: () => void, delayMs: number): ManualTimer {
		const timer = { callback, dueMs: this.#nowMs + delayMs };
		this.#timers.add(timer);
		return timer;
	}

	clearTimer(timer: unknown): void {
		this.#timers.delete(timer as ManualTimer);
	}

	busyMs(): number {
		return 0;
	}

	random(): number {
		return 0.5;
	}

	/** How many timers are set. */
	get timers(): number {
		return this.#timers.size;
	}

	/** Moves time forward; timers that are due by then fire in order. */
	advance(ms: number): void {
		const endMs = this.#nowMs + ms;
		for (;;) {
			const [next] = [...this.#timers].sort((one, other) => one.dueMs - other.dueMs);
			if (next === undefined || next.dueMs > endMs) break;
			this.#timers.delete(next);
			this.#nowMs = next.dueMs;
			next.callback();
		}
		this.#nowMs = endMs;
	}
}
