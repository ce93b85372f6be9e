import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

/** Delivers 200 notifications during a fault, at most two in a row on a new connection. */
async function deliverThrough(...faults: Fault[]) {
	const clock = hastyClock(20);
	const simulator = await startSimulator({ clock: clock.dateMs });
	for (const fault of faults) simulator.faults.add(fault);
	const tokens = simulator.devices.addMany(200);
	const { outcomes, fault } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });
	return { simulator, tokens, outcomes, fault };
}

describe('what the connection caused', () => {
	it.each<[string, Fault]>([
		['IdleTimeout', { kind: 'answer', status: 400, reason: 'IdleTimeout', at: { request: 50 } }],
		['421 of a gateway', { kind: 'answer', status: 421, body: '<html>', at: { request: 50 } }],
		['408 of a gateway', { kind: 'answer', status: 408, at: { request: 50 } }],
	])('%s is repeated on another connection', async (_, fault) => {
		const { simulator, outcomes } = await deliverThrough(fault);
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 200 });
		expect(simulator.ledger.accepted).toBe(200);
		expect(simulator.connections.opened).toBe(2);
	});

	it('IdleTimeout for good is no fault of the notification, and is not waited for longer than Request Timeout', async () => {
		const { outcomes } = await deliverThrough({
			kind: 'answer',
			status: 400,
			reason: 'IdleTimeout',
		});
		expect(outcomes.every(({ action }) => action === 'retryLater')).toBe(true);
	});
});

describe('a credential that APNs had accepted', () => {
	const refusal = { kind: 'answer', status: 403, reason: 'InvalidProviderToken' } as const;

	it('is not condemned by one answer: it is asked once more on a new connection', async () => {
		const { simulator, outcomes, fault } = await deliverThrough({
			...refusal,
			at: { request: 50 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 200 });
		expect(fault).toBeUndefined();
		expect(simulator.connections.opened).toBe(2);
	});

	it('nor by one connection that refuses all', async () => {
		const { outcomes } = await deliverThrough({
			...refusal,
			at: { connection: 1, fromRequest: 50 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 200 });
	});

	it('nor by one GOAWAY', async () => {
		const { outcomes } = await deliverThrough({
			kind: 'goaway',
			lastStreamId: 'processed',
			debugData: '{"reason":"BadCertificate"}',
			at: { request: 50 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 200 });
	});

	it('is condemned when a second connection says the same, and nothing more is sent', async () => {
		const { simulator, outcomes, fault } = await deliverThrough({
			...refusal,
			at: { fromRequest: 50 },
		});
		expect(fault).toMatchObject({ errorCode: 'AUTH_FAILED', reason: 'InvalidProviderToken' });
		expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(
			simulator.ledger.accepted,
		);
		expect(simulator.connections.opened).toBe(2);
	});

	it('does not lose a topic by one TopicDisallowed either', async () => {
		const { outcomes } = await deliverThrough({
			kind: 'answer',
			status: 400,
			reason: 'TopicDisallowed',
			at: { request: 50 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 199, 'BAD_REQUEST rejected': 1 });
	});
});

describe('an answer of something in between', () => {
	it.each<[number, string | undefined]>([
		[301, undefined],
		[302, '<html>'],
		[401, undefined],
		[407, ''],
		[403, '<html>Forbidden</html>'],
		[403, '{"message":"Forbidden"}'],
		[410, '<html>'],
		[418, undefined],
	])('%i %s is told as that, and condemns neither credential nor token', async (status, body) => {
		const fault: Fault = { kind: 'answer', status, ...(body === undefined ? {} : { body }) };
		const { outcomes, fault: condemning } = await deliverThrough(fault);
		expect(outcomes[0]).toMatchObject({
			...{ outcome: 'rejected', errorCode: 'NETWORK_ERROR', action: 'retryLater', status },
			message: expect.stringContaining('not from APNs'),
		});
		expect(condemning).toBeUndefined();
	});

	it('502 with a page of HTML is a server error that says so', async () => {
		const { outcomes } = await deliverThrough({ kind: 'answer', status: 502, body: '<html>' });
		expect(outcomes[0]).toMatchObject({
			...{ errorCode: 'SERVER_ERROR', action: 'retryLater' },
			message: expect.stringContaining('not from APNs'),
		});
	});
});

describe('an answer whose stream never ends', () => {
	it('is the answer, told at the time-out at the latest, and nothing is sent twice', async () => {
		const clock = hastyClock(20);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const gone = simulator.devices.add({
			token: 'ab'.repeat(32),
			state: { kind: 'unregistered', sinceMs: 1 },
		});
		simulator.faults.add({ kind: 'unended' });
		const { outcomes } = await deliverTo(simulator, [gone], {
			delivery: new Delivery(clock),
			policy: { onUnknownDelivery: 'retry' },
		});
		expect(outcomes).toMatchObject([{ errorCode: 'UNREGISTERED', status: 410, attempts: 1 }]);
		expect(simulator.ledger.requests).toBe(1);
	});

	it('is told at once where it is 200; and the connection is used at once', async () => {
		const clock = hastyClock(1);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(300);
		simulator.faults.add({ kind: 'unended', at: { request: 1 } });
		const startMs = clock.nowMs();
		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 300 });
		expect(clock.nowMs() - startMs).toBeLessThan(20_000);
	});
});

it('a GOAWAY’s own words reach the person', async () => {
	const { outcomes } = await deliverThrough({
		kind: 'goaway',
		errorCode: 11,
		lastStreamId: 'current',
		debugData: 'Too many streams on this connection.',
	});
	expect(outcomes[0]?.message).toContain('Too many streams on this connection.');
});

describe('a source that throws', () => {
	it.each(['taken', 'settled'] as const)(
		'ends its own delivery when a token is %s, and no other',
		async (when) => {
			const simulator = await startSimulator();
			const delivery = new Delivery();
			const mine = simulator.devices.addMany(300, {}, 'mine');
			const others = simulator.devices.addMany(300, {}, 'others');
			const fail = (index: number) => {
				if (index === 100) throw new Error('of my own');
			};
			const failing = deliverTo(simulator, mine, {
				delivery,
				...(when === 'taken' ? { onTaken: fail } : { onOutcome: (_, index) => fail(index) }),
			});
			const beside = deliverTo(simulator, others, { delivery });
			await expect(failing).rejects.toThrow('of my own');
			expect(tally((await beside).outcomes)).toEqual({ 'SUCCESS accepted': 300 });
			const [after = ''] = simulator.devices.addMany(1, {}, 'after');
			const { outcomes } = await deliverTo(simulator, [after], { delivery });
			expect(outcomes).toMatchObject([{ outcome: 'accepted' }]);
		},
	);
});
