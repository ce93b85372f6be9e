import { systemClock, type Clock } from '../../../nodes/Apns/delivery/time/Clock.ts';

/**
 * A clock that runs faster than the world: delivery waits its seconds in milliseconds of the test's. The
 * simulator has to go by it too (`startSimulator({ clock: clock.dateMs })`), or provider tokens seem to
 * come from the future.
 */
export function hastyClock(factor: number, random: () => number = Math.random): Clock {
	const startMs = Date.now();
	const begin = performance.now();
	return {
		// Far from 0, as it is in a process that has been running.
		nowMs: () => 1e6 + (performance.now() - begin) * factor,
		dateMs: () => startMs + (performance.now() - begin) * factor,
		setTimer: (callback, delayMs, kind) => systemClock.setTimer(callback, delayMs / factor, kind),
		clearTimer: systemClock.clearTimer,
		random,
	};
}
