import { systemClock, type Clock } from '../../../nodes/Apns/delivery/time/Clock.ts';

/** The system's clock, which a test can move. */
export interface MovableClock extends Clock {
	/** Moves time forward; background timers that are due by then fire in order. */
	advance(ms: number): void;
	/** Sets the wall clock ahead, or back if negative, without passing time. */
	setAhead(ms: number): void;
}

interface BackgroundTimer {
	readonly callback: () => void;
	readonly dueMs: number;
}

/** Foreground timers are real; background timers, such as the idle one, fire only on `advance`. */
export function movableClock(): MovableClock {
	let aheadMs = 0;
	const background = new Set<BackgroundTimer>();
	let setAheadMs = 0;
	const nowMs = () => performance.now() + aheadMs;
	return {
		nowMs,
		dateMs: () => Date.now() + aheadMs + setAheadMs,
		setTimer(callback, delayMs, kind) {
			if (kind !== 'background') return systemClock.setTimer(callback, delayMs);
			const timer = { callback, dueMs: nowMs() + delayMs };
			background.add(timer);
			return timer;
		},
		clearTimer(timer) {
			background.delete(timer as BackgroundTimer);
			systemClock.clearTimer(timer);
		},
		busyMs: systemClock.busyMs,
		random: Math.random,
		setAhead(ms) {
			setAheadMs += ms;
		},
		advance(ms) {
			aheadMs += ms;
			const due = [...background].filter(({ dueMs }) => dueMs <= nowMs());
			for (const timer of due.sort((one, other) => one.dueMs - other.dueMs)) {
				background.delete(timer);
				timer.callback();
			}
		},
	};
}
