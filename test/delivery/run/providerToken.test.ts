import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { idleClock } from '../testkit/idleClock.ts';
import { hastyClock } from '../testkit/hastyClock.ts';
import { movableClock } from '../testkit/movableClock.ts';

describe('403 ExpiredProviderToken', () => {
	it('renews the provider token once, on a new connection, and loses nothing', async () => {
		const clock = hastyClock(20);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(1000);
		simulator.faults.add({ kind: 'wedge', at: { request: 300 } });

		const { outcomes, fault } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
		});

		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 1000 });
		expect(fault).toBeUndefined();
		expect(tokens.every((token) => simulator.ledger.countOf(token) === 1)).toBe(true);
		expect(simulator.connections.opened).toBe(2);
		expect(simulator.connections.providerTokensSeen.size).toBe(2);
	});

	it('again after that ends the run, and points to the clock', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(1000);
		simulator.faults.add({ kind: 'answer', status: 403, reason: 'ExpiredProviderToken' });

		const { outcomes, fault } = await deliverTo(simulator, tokens);

		expect(fault?.message).toContain('clock');
		expect(outcomes.every(({ errorCode }) => errorCode === 'AUTH_FAILED')).toBe(true);
		expect(simulator.ledger.requests).toBeLessThan(24);
	});
});

describe('the provider token', () => {
	it('is renewed after 50 minutes of use, and not earlier', async () => {
		const clock = movableClock();
		const simulator = await startSimulator({
			clock: clock.dateMs,
			providerTokenUpdates: 'strict',
		});
		const delivery = new Delivery(clock);
		const [one = '', two = '', three = ''] = simulator.devices.addMany(3);
		await deliverTo(simulator, [one], { delivery });
		clock.advance(49 * 60_000);
		await deliverTo(simulator, [two], { delivery });
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
		clock.advance(2 * 60_000);
		await deliverTo(simulator, [three], { delivery });
		expect(simulator.connections.providerTokensSeen.size).toBe(2);
		expect(simulator.ledger.accepted).toBe(3);
	});
});

describe('a provider token that expires on two connections', () => {
	it('is replaced on both, before the second one has said so', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery(idleClock);
		const tokens = simulator.devices.addMany(800);
		simulator.faults.add({ kind: 'delay', delayMs: 30, process: 'first' });
		const limits = { maxConnections: 2, maxConcurrentStreams: 20 };
		await deliverTo(simulator, tokens.slice(0, 400), { delivery, limits });
		expect(simulator.connections.opened).toBe(2);
		// The first connection answers it at once, the second when it gets the next request.
		simulator.faults.add({ kind: 'wedge', at: { connection: -1, times: 1 } });
		simulator.faults.add({ kind: 'wedge', at: { connection: 0, fromRequest: 21, times: 1 } });
		const { outcomes } = await deliverTo(simulator, tokens.slice(400), { delivery, limits });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 400 });
	});
});

describe('429 TooManyProviderTokenUpdates', () => {
	it('is waited out with the same provider token', async () => {
		const clock = hastyClock(20);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(200);
		simulator.faults.add({
			kind: 'answer',
			status: 429,
			reason: 'TooManyProviderTokenUpdates',
			at: { fromRequest: 1, times: 2 },
		});

		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });

		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 200 });
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
	});

	it('that stays ends the run after a few requests, to be retried later', async () => {
		const clock = hastyClock(20);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(5000);
		simulator.faults.add({ kind: 'answer', status: 429, reason: 'TooManyProviderTokenUpdates' });

		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });

		expect(outcomes.every(({ errorCode }) => errorCode === 'TOO_MANY_REQUESTS')).toBe(true);
		expect(outcomes[4999]).toMatchObject({ action: 'retryLater', retryAfterSeconds: 1200 });
		expect(simulator.ledger.requests).toBeLessThan(24);
		expect(simulator.connections.providerTokensSeen.size).toBeLessThan(2);
	});
});
