import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { movableClock } from '../testkit/movableClock.ts';

/** Short enough for a provider token to remain valid. */
const STEP_MS = 10 * 60_000;

/**
 * The clock may be set by NTP, by a user, or after a virtual machine slept. Deliveries must not be
 * affected.
 */
describe.each([
	['back', -STEP_MS],
	['ahead', STEP_MS],
])('while the wall clock is set %s by ten minutes', (_, stepMs) => {
	it('a run keeps to its pace, and nothing is late', async () => {
		const clock = movableClock();
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(60);
		simulator.faults.add({ kind: 'delay', delayMs: 100, process: 'first' });
		const startMs = performance.now();
		let settled = 0;
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			limits: { maxPerSecond: 50 },
			onOutcome() {
				settled += 1;
				if (settled === 20) clock.setAhead(stepMs);
			},
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 60 });
		expect(simulator.ledger.accepted).toBe(60);
		expect(simulator.connections.opened).toBe(1);
		expect(performance.now() - startMs).toBeLessThan(5_000);
	});

	it('a request without an answer ends in its time, and a retry comes in its', async () => {
		const clock = movableClock();
		const simulator = await startSimulator();
		const [silent = '', busy = '', ...others] = simulator.devices.addMany(5);
		simulator.faults.add({ kind: 'silent', at: { tokens: [silent] } });
		simulator.faults.add({
			kind: 'answer',
			status: 429,
			reason: 'TooManyRequests',
			at: { tokens: [busy], times: 1 },
		});
		const startMs = performance.now();
		let settled = 0;
		const { outcomes } = await deliverTo(simulator, [...others, silent, busy], {
			delivery: new Delivery(clock),
			policy: { requestTimeoutMs: 1_000 },
			onOutcome() {
				settled += 1;
				if (settled === others.length) clock.setAhead(stepMs);
			},
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 4, 'TIMEOUT unknown': 1 });
		expect(performance.now() - startMs).toBeLessThan(5_000);
	});
});
