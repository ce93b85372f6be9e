import { systemClock, type Clock } from '../../../nodes/Apns/delivery/time/Clock.ts';

/**
 * A clock that runs faster than real time: seconds of delivery are milliseconds of the test. The simulator
 * must use it, too (`startSimulator({ clock: clock.dateMs })`), or provider tokens would be from the
 * future.
 */
export function hastyClock(factor: number, random: () => number = Math.random): Clock {
	const startMs = Date.now();
	const begin = performance.now();
	return {
		// Far from 0, as in a process that has been running.
		nowMs: () => 1e6 + (performance.now() - begin) * factor,
		dateMs: () => startMs + (performance.now() - begin) * factor,
		setTimer: (callback, delayMs, kind) => systemClock.setTimer(callback, delayMs / factor, kind),
		clearTimer: systemClock.clearTimer,
		busyMs: systemClock.busyMs,
		random,
	};
}
