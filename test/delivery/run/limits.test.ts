import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { DeliverySource } from '../../../nodes/Apns/delivery/run/DeliverySource.ts';
import {
	DEFAULT_POLICY,
	type DeliveryPolicy,
} from '../../../nodes/Apns/delivery/service/policy.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, optionsFor, tally } from '../testkit/deliverTo.ts';
import { idleClock } from '../testkit/idleClock.ts';
import { systemClock } from '../../../nodes/Apns/delivery/time/Clock.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

/** 2,000 tokens; from request 500 on the first connection has a stream limit of 0. */
async function deliverUntilThereAreNoStreams(policy: Partial<DeliveryPolicy> = {}) {
	const clock = hastyClock(20);
	const simulator = await startSimulator({ clock: clock.dateMs });
	const tokens = simulator.devices.addMany(2000);
	simulator.faults.add({ kind: 'streamLimit', limit: 0, at: { request: 500, times: 1 } });
	const { outcomes } = await deliverTo(simulator, tokens, {
		delivery: new Delivery(clock),
		policy,
	});
	return { simulator, outcomes };
}

describe('maxConcurrentStreams', () => {
	it('is never exceeded', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(300);
		await deliverTo(simulator, tokens, { limits: { maxConcurrentStreams: 7 } });
		expect(simulator.connections.peakStreams).toBe(7);
	});

	it('gives way to a lower limit of the server, also when it falls in mid-flight', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3000);
		simulator.faults.add({ kind: 'streamLimit', limit: 5, at: { request: 500 } });
		const { outcomes } = await deliverTo(simulator, tokens);
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 3000 });
		expect(simulator.connections.streamLimitViolations).toBe(0);
		expect(simulator.connections.opened).toBe(1);
	});

	it('is that of each connection, also while another one does not come to be', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(60);
		simulator.faults.add({ kind: 'delay', delayMs: 10, process: 'first' });
		simulator.faults.add({ kind: 'noSettings', at: { fromConnection: 2 } });
		const limits = { maxConcurrentStreams: 3, maxConnections: 2 };
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(idleClock),
			limits,
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 60 });
		expect(simulator.connections.attempts).toBe(2);
		expect(simulator.connections.peakStreams).toBe(3);
	});

	it('is made up for where the server gives no more streams to a connection that stands', async () => {
		const { simulator, outcomes } = await deliverUntilThereAreNoStreams();
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 2000 });
		expect(simulator.connections.opened).toBe(2);
	});

	it('also when it falls to one after each rejection', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(500);
		simulator.faults.add({ kind: 'streamLimitAfterRejection' });
		const mixed = tokens.flatMap((token, index) =>
			index % 50 === 0 ? [token, `${'e'.repeat(60)}${String(index).padStart(4, '0')}`] : [token],
		);
		const { outcomes } = await deliverTo(simulator, mixed);
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 500, 'INVALID_TOKEN rejected': 10 });
		expect(simulator.connections.streamLimitViolations).toBe(0);
	});

	it('leaves nobody in doubt whose request it held back until it timed out', async () => {
		const { simulator, outcomes } = await deliverUntilThereAreNoStreams({
			requestTimeoutMs: 5_000,
		});
		const { accepted } = simulator.ledger;
		expect(tally(outcomes)).toEqual({
			'SUCCESS accepted': accepted,
			'TIMEOUT notSent': 2000 - accepted,
		});
	});
});

describe('maxConnections', () => {
	it('opens further connections where answers take long, and no more than allowed', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(1000);
		simulator.faults.add({ kind: 'delay', delayMs: 30, process: 'first' });
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(idleClock),
			limits: { maxConnections: 3, maxConcurrentStreams: 20 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 1000 });
		expect(simulator.connections.opened).toBe(3);
		expect(simulator.connections.peakStreams).toBeLessThanOrEqual(60);
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
	});
});

describe('without limits', () => {
	it('a long road gets more streams, and further connections', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(20_000);
		simulator.faults.add({ kind: 'delay', delayMs: 150, process: 'first' });
		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(idleClock) });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 20_000 });
		expect(simulator.connections.opened).toBeGreaterThan(1);
		expect(simulator.connections.opened).toBeLessThanOrEqual(4);
		expect(simulator.connections.streamLimitViolations).toBe(0);
	});

	it('a short one gets one connection, and at most 400 streams', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(10_000);
		const clock = { ...systemClock, busyMs: () => performance.now() };
		await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });
		expect(simulator.connections.opened).toBe(1);
		expect(simulator.connections.peakStreams).toBeLessThanOrEqual(400);
	});
});

describe('maxPerSecond', () => {
	it('spreads the notifications evenly over the time', async () => {
		const clock = hastyClock(20);
		const startsMs: number[] = [];
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(100);
		const beginMs = clock.nowMs();
		await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			limits: { maxPerSecond: 10 },
			onOutcome: () => startsMs.push(clock.nowMs() - beginMs),
		});
		expect(startsMs).toHaveLength(100);
		expect(startsMs.at(-1)).toBeGreaterThan(9_800);
		// A busy machine wakes up late, and this clock multiplies the delay by twenty.
		expect(startsMs.at(-1)).toBeLessThan(20_000);
		expect(simulator.ledger.accepted).toBe(100);
	});

	it('is smooth: starts are spaced out, and after a pause nothing is made up for', async () => {
		const clock = hastyClock(5);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(80);
		// In the middle, nothing can be started for as long as 25 requests would have taken.
		simulator.faults.add({ kind: 'delay', delayMs: 100, process: 'first', at: { request: 40 } });
		const maxPerSecond = 50;
		const notification = createNotification({
			bundleIdOrTopic: simulator.identity.bundleId,
			pushType: 'alert',
			payload: { aps: { alert: 'Hello' } },
		});
		const startsMs: number[] = [];
		const source: DeliverySource = {
			count: tokens.length,
			recipient(index) {
				startsMs.push(clock.nowMs());
				return tokens[index]!;
			},
			message: () => notification,
			policy: () => DEFAULT_POLICY,
			settle: () => {},
		};
		const wishes = { limits: { maxPerSecond, maxConnections: 1, maxConcurrentStreams: 1 } };
		await new Delivery(clock).deliver(source, optionsFor(simulator, wishes));

		expect(simulator.ledger.accepted).toBe(80);
		const gapsMs = startsMs.slice(1).map((startMs, index) => startMs - startsMs[index]!);
		expect(Math.max(...gapsMs)).toBeGreaterThan(400);
		// No interval of any length has more starts; up to 20 ms may be caught up.
		const slackMs = 20 + 50;
		for (const [first, fromMs] of startsMs.entries()) {
			for (const [last, toMs] of startsMs.entries()) {
				const allowed = (maxPerSecond * (toMs - fromMs + slackMs)) / 1000 + 1;
				if (last > first) expect(last - first).toBeLessThanOrEqual(allowed);
			}
		}
	});
});
