import { describe, expect, it } from 'vitest';
import { Delivery } from '../../nodes/Apns/delivery/Delivery.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from './testkit/deliverTo.ts';
import { hastyClock } from './testkit/hastyClock.ts';

describe('a delivery without faults', () => {
	it('delivers each of 20,000 notifications once, over one connection with one provider token', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(20_000);

		const { outcomes, fault } = await deliverTo(simulator, tokens);

		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 20_000 });
		expect(fault).toBeUndefined();
		expect(simulator.ledger.accepted).toBe(20_000);
		expect(tokens.every((token) => simulator.ledger.countOf(token) === 1)).toBe(true);
		expect(simulator.connections.opened).toBe(1);
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
	});

	it('obeys the stream limit: one until the first good answer, then as many as the server allows', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(500);
		simulator.faults.add({ kind: 'delay', delayMs: 50, process: 'first' });

		await deliverTo(simulator, tokens, { limits: { maxConcurrentStreams: 300 } });

		expect(simulator.connections.streamLimitViolations).toBe(0);
		expect(simulator.connections.peakStreams).toBeGreaterThan(100);
		expect(simulator.connections.peakStreams).toBeLessThanOrEqual(300);
	});

	it('opens no connection for nothing', async () => {
		const simulator = await startSimulator();
		expect((await deliverTo(simulator, [])).outcomes).toEqual([]);
		expect(simulator.connections.attempts).toBe(0);
	});

	it('sends what the notification says: headers, payload, and the same apns-id that the outcome names', async () => {
		const simulator = await startSimulator();
		const token = simulator.devices.add({ token: deviceToken('phone') });

		const { outcomes } = await deliverTo(simulator, [token], {
			draft: {
				priority: 5,
				expirationSeconds: 1_900_000_000,
				collapseId: 'Größe 📦',
				payload: { aps: { alert: 'Grüße' }, order: 7 },
			},
		});

		expect(simulator.ledger.entries).toMatchObject([
			{
				apnsId: outcomes[0]?.apnsId,
				deviceToken: token,
				topic: simulator.identity.bundleId,
				pushType: 'alert',
				priority: 5,
				expiration: 1_900_000_000,
				payload: '{"aps":{"alert":"Grüße"},"order":7}',
			},
		]);
	});
});

describe('an answer of APNs', () => {
	it('becomes the outcome of its token and of no other', async () => {
		const simulator = await startSimulator();
		const active = simulator.devices.add({ token: deviceToken('active') });
		const sinceMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
		const gone = simulator.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs },
		});
		const unknown = deviceToken('unknown');

		const { outcomes } = await deliverTo(simulator, [gone, active, unknown]);

		expect(outcomes).toMatchObject([
			{
				outcome: 'rejected',
				errorCode: 'UNREGISTERED',
				status: 410,
				reason: 'Unregistered',
				action: 'removeToken',
				timestamp: '2026-01-02T03:04:05.678Z',
				retryAfterSeconds: null,
				attempts: 1,
			},
			{ outcome: 'accepted', errorCode: 'SUCCESS', status: 200, reason: null, action: 'none' },
			{
				outcome: 'rejected',
				errorCode: 'INVALID_TOKEN',
				status: 400,
				reason: 'BadDeviceToken',
				action: 'checkToken',
			},
		]);
	});

	it('429 and 5xx are tried again, at most maxAttempts times, and say when to come back', async () => {
		const clock = hastyClock(100);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const [always, once] = [deviceToken('always'), deviceToken('once')];
		simulator.devices.add({ token: always, rateLimited: 'always' });
		simulator.devices.add({ token: once, rateLimited: { first: 1 } });
		const down = simulator.devices.add({ token: deviceToken('down') });
		simulator.faults.add({
			kind: 'answer',
			status: 503,
			reason: 'ServiceUnavailable',
			at: { tokens: [down] },
		});

		const { outcomes } = await deliverTo(simulator, [always, once, down], {
			delivery: new Delivery(clock),
		});

		expect(outcomes).toMatchObject([
			{ errorCode: 'TOO_MANY_REQUESTS', outcome: 'rejected', attempts: 3, retryAfterSeconds: 60 },
			{ errorCode: 'SUCCESS', outcome: 'accepted', attempts: 2 },
			{ errorCode: 'SERVER_ERROR', outcome: 'rejected', attempts: 3, retryAfterSeconds: 900 },
		]);
	});
});
