import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

/** 100,000 rejected requests help nobody: at most a few dozen may be sent. */
const FEW = 36;

describe('a fault that holds for all tokens', () => {
	it.each([
		[403, 'InvalidProviderToken', 'AUTH_FAILED'],
		[403, 'BadEnvironmentKeyInToken', 'AUTH_FAILED'],
		[403, 'BadEnvironmentKeyIdInToken', 'AUTH_FAILED'],
		[403, 'BadCertificateEnvironment', 'AUTH_FAILED'],
		[400, 'TopicDisallowed', 'BAD_REQUEST'],
	])('%i %s stops the run on the first answer', async (status, reason, errorCode) => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(20_000);
		simulator.faults.add({ kind: 'answer', status, reason });

		const { outcomes, fault } = await deliverTo(simulator, tokens);

		expect(fault).toMatchObject({ errorCode, reason });
		expect(tally(outcomes)).toEqual({
			[`${errorCode} rejected`]: 1,
			[`${errorCode} notSent`]: 19_999,
		});
		expect(outcomes.at(-1)).toMatchObject({ reason, attempts: 0 });
		expect(simulator.ledger.requests).toBeLessThan(FEW);
	});

	it('is told of a run of one token, and of its last one, too', async () => {
		const delivery = new Delivery();
		for (const at of [1, 3]) {
			const simulator = await startSimulator();
			const tokens = simulator.devices.addMany(at);
			const answer = { kind: 'answer', status: 403, reason: 'InvalidProviderToken' } as const;
			simulator.faults.add({ ...answer, at: { fromRequest: at } });
			const { outcomes, fault } = await deliverTo(simulator, tokens, {
				delivery,
				limits: { maxConcurrentStreams: 1 },
			});
			expect(outcomes.at(-1)).toMatchObject({ outcome: 'rejected', errorCode: 'AUTH_FAILED' });
			expect(fault).toMatchObject({ reason: 'InvalidProviderToken' });
		}
	});

	it('5xx and nothing else stops the run when it has lasted as long as a request may', async () => {
		const clock = hastyClock(50);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(100_000);
		simulator.faults.add({
			kind: 'answer',
			status: 503,
			reason: 'ServiceUnavailable',
			delayMs: 5,
		});
		const startMs = clock.nowMs();

		const { outcomes, fault } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
		});

		expect(fault).toMatchObject({ errorCode: 'SERVER_ERROR' });
		expect(outcomes.every(({ errorCode }) => errorCode === 'SERVER_ERROR')).toBe(true);
		expect(clock.nowMs() - startMs).toBeGreaterThan(30_000);
		expect(simulator.ledger.requests).toBeLessThan(5_000);
	});

	it('a Forbidden or unknown 403 concerns its own token only', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(100);
		simulator.faults.add({
			kind: 'answer',
			status: 403,
			reason: 'Forbidden',
			at: { tokens: tokens.slice(0, 2) },
		});
		const { outcomes, fault } = await deliverTo(simulator, tokens);
		expect(fault).toBeUndefined();
		expect(tally(outcomes)).toEqual({ 'AUTH_FAILED rejected': 2, 'SUCCESS accepted': 98 });
	});
});

describe('waiting for a connection', () => {
	it('ends with the request time-out, although no request was ever started', async () => {
		const clock = hastyClock(20);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(1000);
		simulator.faults.add({ kind: 'noSettings' });
		const startMs = clock.nowMs();

		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			policy: { requestTimeoutMs: 3_000, maxAttempts: 10 },
		});

		expect(tally(outcomes)).toEqual({ 'TIMEOUT notSent': 1000 });
		expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(3_000);
		expect(clock.nowMs() - startMs).toBeLessThan(8_000);
		expect(simulator.ledger.requests).toBe(0);
	});
});
