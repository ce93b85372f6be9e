/** A timer that was set with {@link Clock.setTimer}. */
export type Timer = unknown;

/** Where delivery takes time from, so that tests can move it. Everything is in milliseconds. */
export interface Clock {
	/**
	 * Since some moment: for all that lasts or is due. It never jumps, as the wall clock does when it is
	 * set: what is under way would seem to be late, or would be waited for until the clock has caught up.
	 */
	nowMs(): number;
	/** Since 1970, by the wall clock: for what Apple reads or writes as a date. */
	dateMs(): number;
	/**
	 * A timer goes off when what had arrived by then has been read: an event loop that was blocked for
	 * seconds must not take its peer for silent. `background`: it does not keep the process alive.
	 */
	setTimer(callback: () => void, delayMs: number, kind?: 'background'): Timer;
	clearTimer(timer: Timer): void;
	/** 0 ≤ random < 1, for jitter. */
	random(): number;
}

/** Node's own timers and randomness. */
export const systemClock: Clock = {
	nowMs: () => performance.now(),
	dateMs: Date.now,
	setTimer(callback, delayMs, kind) {
		const timer = new SystemTimer();
		timer.timeout = setTimeout(() => {
			timer.immediate = setImmediate(callback);
		}, delayMs);
		if (kind === 'background') timer.timeout.unref();
		return timer;
	},
	clearTimer(timer) {
		if (!(timer instanceof SystemTimer)) return;
		clearTimeout(timer.timeout);
		clearImmediate(timer.immediate);
	},
	random: Math.random,
};

/** Sockets are read between the two (Node's event loop: timers, poll, check). */
class SystemTimer {
	timeout: NodeJS.Timeout | undefined;
	immediate: NodeJS.Immediate | undefined;
}
