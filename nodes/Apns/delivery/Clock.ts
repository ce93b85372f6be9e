/** A timer that was set with {@link Clock.setTimer}. */
export type Timer = unknown;

/** Where delivery takes time from, so that tests can move it. Everything is in milliseconds. */
export interface Clock {
	/** Wall-clock time since 1970. */
	nowMs(): number;
	/** `background`: the timer does not keep the process alive. */
	setTimer(callback: () => void, delayMs: number, kind?: 'background'): Timer;
	clearTimer(timer: Timer): void;
	/** 0 ≤ random < 1, for jitter. */
	random(): number;
}

/** Node's own timers and randomness. */
export const systemClock: Clock = {
	nowMs: Date.now,
	setTimer(callback, delayMs, kind) {
		const timer = setTimeout(callback, delayMs);
		if (kind === 'background') timer.unref();
		return timer;
	},
	clearTimer(timer) {
		clearTimeout(timer as NodeJS.Timeout);
	},
	random: Math.random,
};
