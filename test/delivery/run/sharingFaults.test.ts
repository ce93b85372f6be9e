import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

describe('executions that share a connection do not suffer for each other', () => {
	it('where the first request on it gets no answer', async () => {
		const clock = hastyClock(20);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const delivery = new Delivery(clock);
		const tokens = simulator.devices.addMany(300);
		simulator.faults.add({ kind: 'silent', at: { request: 1 } });
		const runs = await Promise.all(
			[0, 100, 200].map((from) =>
				deliverTo(simulator, tokens.slice(from, from + 100), { delivery }),
			),
		);
		expect(tally(runs.flatMap(({ outcomes }) => outcomes))).toEqual({
			'SUCCESS accepted': 299,
			'TIMEOUT unknown': 1,
		});
		expect(simulator.connections.opened).toBe(2);
	});

	it('where each answer takes long: no more connections are opened than help', async () => {
		const clock = hastyClock(40);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(60);
		// Twelve seconds on delivery's clock.
		simulator.faults.add({ kind: 'delay', delayMs: 300, process: 'first' });
		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 60 });
		expect(simulator.connections.opened).toBeLessThanOrEqual(3);
	});

	it('where nobody answers for long: few notifications are in doubt', async () => {
		const clock = hastyClock(400);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(100);
		simulator.faults.add({ kind: 'silent' });
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			policy: { requestTimeoutMs: 600_000 },
		});
		const { 'TIMEOUT unknown': inDoubt = 0, 'TIMEOUT notSent': spared = 0 } = tally(outcomes);
		expect(inDoubt + spared).toBe(100);
		expect(inDoubt).toBeLessThanOrEqual(10);
	});

	it('where one of them is stopped before its answer has come', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const [first = '', ...rest] = simulator.devices.addMany(11);
		simulator.faults.add({ kind: 'delay', delayMs: 1_000, process: 'first', at: { request: 1 } });
		const stop = new AbortController();
		const stopped = deliverTo(simulator, [first], { delivery, signal: stop.signal });
		await expect.poll(() => simulator.ledger.accepted).toBe(1);
		const other = deliverTo(simulator, rest, { delivery, policy: { maxAttempts: 1 } });
		stop.abort();
		expect(tally((await stopped).outcomes)).toEqual({ 'TIMEOUT unknown': 1 });
		expect(tally((await other).outcomes)).toEqual({ 'SUCCESS accepted': 10 });
	});

	it('where one of them runs out of time while the other has just begun', async () => {
		const clock = hastyClock(20);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const delivery = new Delivery(clock);
		const [warm = '', silent = '', slow = ''] = simulator.devices.addMany(3);
		await deliverTo(simulator, [warm], { delivery });
		simulator.faults.add({ kind: 'silent', at: { tokens: [silent] } });
		// In flight from before until long after the other's timeout.
		simulator.faults.add({ kind: 'delay', delayMs: 100, process: 'first', at: { tokens: [slow] } });
		const policy = { requestTimeoutMs: 15_000 };
		const startMs = clock.nowMs();
		const one = deliverTo(simulator, [silent], { delivery, policy });
		await expect.poll(() => clock.nowMs() - startMs, { interval: 1 }).toBeGreaterThan(14_000);
		const other = deliverTo(simulator, [slow], { delivery });
		expect(tally((await one).outcomes)).toEqual({ 'TIMEOUT unknown': 1 });
		expect(tally((await other).outcomes)).toEqual({ 'SUCCESS accepted': 1 });
	});
});
