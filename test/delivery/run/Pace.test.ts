import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../../nodes/Apns/delivery/run/Pace.ts';

const START_MS = 1_893_456_000_000;
/** How far a run may catch up at once. */
const CATCH_UP_MS = 20;

/** When requests start if the sender checks at this interval. */
function startsOf(pace: Pace, durationMs: number, lookEveryMs: number): number[] {
	const starts: number[] = [];
	for (let nowMs = START_MS; nowMs < START_MS + durationMs; nowMs += lookEveryMs) {
		while (pace.nextMs <= nowMs) {
			starts.push(nowMs);
			pace.step(nowMs);
		}
	}
	return starts;
}

describe('a pace', () => {
	it('lets the first request start at once', () => {
		expect(new Pace(1).nextMs).toBeLessThanOrEqual(START_MS);
	});

	it('without a limit never waits', () => {
		const pace = new Pace(Infinity);
		for (let i = 0; i < 1_000; i += 1) pace.step(START_MS);
		expect(pace.nextMs).toBeLessThanOrEqual(START_MS);
	});

	it.each([
		[1, 60_000],
		[0.01, 1_000_000],
		[50, 10_000],
		[999, 10_000],
		[20_000, 1_000],
	])('of %d a second keeps to it', (maxPerSecond, durationMs) => {
		const due = (maxPerSecond * durationMs) / 1000;
		const { length } = startsOf(new Pace(maxPerSecond), durationMs, 1);
		expect(length).toBeGreaterThanOrEqual(Math.floor(due));
		// It may be ahead by the catch-up time, 20 ms, and one request.
		expect(length).toBeLessThanOrEqual(due + (maxPerSecond * CATCH_UP_MS) / 1000 + 1);
	});

	it('does not make up for the time in which there was nothing to send', () => {
		const pace = new Pace(100);
		pace.step(START_MS);
		const afterAnHourMs = START_MS + 3_600_000;
		let burst = 0;
		while (pace.nextMs <= afterAnHourMs) {
			pace.step(afterAnHourMs);
			burst += 1;
		}
		expect(burst).toBeLessThanOrEqual(3);
	});

	it('is never exceeded in any stretch of time, however irregularly the sender wakes', () => {
		const rates = fc.integer({ min: 1, max: 5_000 });
		const pauses = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(rates, pauses, (maxPerSecond, pausesMs) => {
				const pace = new Pace(maxPerSecond);
				const wakings: Array<{ readonly atMs: number; starts: number }> = [];
				let nowMs = START_MS;
				for (const pauseMs of pausesMs) {
					nowMs += pauseMs;
					const waking = { atMs: nowMs, starts: 0 };
					for (; pace.nextMs <= nowMs; pace.step(nowMs)) waking.starts += 1;
					wakings.push(waking);
				}
				for (const [index, { atMs: fromMs }] of wakings.entries()) {
					let count = 0;
					for (const { atMs, starts } of wakings.slice(index)) {
						count += starts;
						const allowed = (maxPerSecond * (atMs - fromMs + CATCH_UP_MS)) / 1000 + 1;
						expect(count).toBeLessThanOrEqual(Math.ceil(allowed));
					}
				}
			}),
		);
	});
});
