import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { DEFAULT_POLICY } from '../../../nodes/Apns/delivery/service/policy.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';
import { movableClock } from '../testkit/movableClock.ts';

const faults: Array<[string, Fault, string, isLasting?: true]> = [
	['connections are refused', { kind: 'refuseConnection' }, 'NETWORK_ERROR'],
	[
		'the certificate is not trusted',
		{ kind: 'tlsFailure', how: 'untrusted' },
		'NETWORK_ERROR',
		true,
	],
	['what answers is not TLS', { kind: 'tlsFailure', how: 'garbage' }, 'NETWORK_ERROR'],
	['the handshake is cut off', { kind: 'tlsFailure', how: 'abort' }, 'NETWORK_ERROR'],
	[
		'a certificate is asked for, and there is none',
		{ kind: 'tlsFailure', how: 'certificateRequired' },
		'AUTH_FAILED',
		true,
	],
	['what answers is not HTTP/2', { kind: 'wrongAlpn' }, 'NETWORK_ERROR', true],
	['no SETTINGS ever come', { kind: 'noSettings' }, 'TIMEOUT'],
];

describe.each(faults)('where %s', (_, fault, errorCode, isLasting) => {
	it('it is tried again, and everything arrives once it works', async () => {
		const clock = hastyClock(30);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(500);
		simulator.faults.add({ ...fault, at: { firstConnections: 2 } });

		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });

		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 500 });
		expect(simulator.connections.attempts).toBe(3);
	});

	it('for good, every token is told so, and none was sent', async () => {
		const clock = hastyClock(30);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(10_000);
		simulator.faults.add(fault);
		const startMs = clock.nowMs();

		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });

		expect(tally(outcomes)).toEqual({ [`${errorCode} notSent`]: 10_000 });
		const action = errorCode === 'AUTH_FAILED' ? 'fixCredentials' : 'retryLater';
		expect(outcomes[9_999]).toMatchObject({ action, attempts: 0, status: null });
		expect(simulator.ledger.requests).toBe(0);
		// Lasting failures end the run early; all others are retried until Request Timeout.
		if (isLasting) expect(simulator.connections.attempts).toBe(3);
		else expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(DEFAULT_POLICY.requestTimeoutMs);
	});
});

describe('a host without an address', () => {
	it('is told as such', async () => {
		const clock = hastyClock(30);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const nowhere = { identity: simulator.identity, baseUrl: 'https://nowhere.invalid' };
		const { outcomes } = await deliverTo(nowhere, ['a'.repeat(64)], {
			delivery: new Delivery(clock),
		});
		expect(outcomes).toMatchObject([
			{
				errorCode: 'NETWORK_ERROR',
				outcome: 'notSent',
				message: expect.stringContaining('resolved'),
			},
		]);
	});
});

describe('a connection that dies', () => {
	it('half-open, is found by PING long before the time-out, and what it held is told honestly', async () => {
		const clock = hastyClock(30);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(1000);
		simulator.faults.add({ kind: 'halfOpen', at: { request: 500 } });
		const startMs = clock.nowMs();

		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			policy: { requestTimeoutMs: 600_000 },
		});

		expect(clock.nowMs() - startMs).toBeLessThan(120_000);
		const unknown = outcomes.filter(({ outcome }) => outcome === 'unknown').length;
		expect(tally(outcomes)).toEqual({
			'SUCCESS accepted': 1000 - unknown,
			'TIMEOUT unknown': unknown,
		});
		expect(unknown).toBeGreaterThan(0);
		expect(unknown).toBeLessThanOrEqual(400);
	});

	it('again and again, is replaced each time', async () => {
		const clock = hastyClock(30);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(2000);
		simulator.faults.add({
			kind: 'disconnect',
			when: 'beforeProcessing',
			at: { everyRequests: 600 },
		});

		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			policy: { onUnknownDelivery: 'retry', maxAttempts: 10 },
		});

		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 2000 });
		expect(simulator.connections.opened).toBeGreaterThan(3);
	});

	it('is asked by PING before it is used after an idle while, and replaced if it does not answer', async () => {
		const clock = movableClock();
		const simulator = await startSimulator({ clock: clock.dateMs });
		const delivery = new Delivery(clock);
		const [one = '', two = '', three = ''] = simulator.devices.addMany(3);

		await deliverTo(simulator, [one], { delivery });
		clock.advance(60_000);
		await deliverTo(simulator, [two], { delivery });
		expect(simulator.connections.pings).toBe(1);
		expect(simulator.connections.opened).toBe(1);

		simulator.faults.add({ kind: 'halfOpen', at: { tokens: ['f'.repeat(64)] } });
		await deliverTo(simulator, ['f'.repeat(64)], { delivery, policy: { requestTimeoutMs: 1000 } });
		clock.advance(60_000);
		const { outcomes } = await deliverTo(simulator, [three], { delivery });
		expect(outcomes).toMatchObject([{ outcome: 'accepted', attempts: 1 }]);
		expect(simulator.connections.opened).toBe(2);
	});

	it('is asked as well after the machine was asleep, which its own clock does not tell', async () => {
		const clock = movableClock();
		const simulator = await startSimulator();
		const delivery = new Delivery(clock);
		const tokens = simulator.devices.addMany(1);
		// Again, if the connection was not idle yet.
		const sleepAndSend = async () => {
			clock.setAhead(60_000);
			const { outcomes } = await deliverTo(simulator, tokens, { delivery });
			expect(outcomes).toMatchObject([{ outcome: 'accepted', attempts: 1 }]);
			return simulator.connections.pings;
		};
		await expect.poll(sleepAndSend).toBeGreaterThan(0);
		expect(simulator.connections.opened).toBe(1);
	});
});
