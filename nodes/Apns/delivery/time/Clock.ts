/** A timer that was set with {@link Clock.setTimer}. */
export type Timer = unknown;

/** The clock of delivery, which tests can move. Everything is in milliseconds. */
export interface Clock {
	/**
	 * For durations and deadlines, since an arbitrary moment. It never jumps, as the wall clock does when it
	 * is set: pending work would seem late, or would wait until the clock has caught up.
	 */
	nowMs(): number;
	/** Since 1970, by the wall clock: for dates that Apple reads or writes. */
	dateMs(): number;
	/**
	 * A timer fires after the data that had arrived by then has been read: an event loop that was blocked for
	 * seconds must not take its peer for silent. `background`: does not keep the process alive.
	 */
	setTimer(callback: () => void, delayMs: number, kind?: 'background'): Timer;
	clearTimer(timer: Timer): void;
	/** How long the event loop has been busy so far, rather than waiting for events. */
	busyMs(): number;
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
	busyMs: () => performance.eventLoopUtilization().active,
	random: Math.random,
};

/** Node reads sockets between the two (event loop: timers, poll, check). */
class SystemTimer {
	timeout: NodeJS.Timeout | undefined;
	immediate: NodeJS.Immediate | undefined;
}
