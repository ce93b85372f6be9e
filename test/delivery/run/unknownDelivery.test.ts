import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { OnUnknownDelivery } from '../../../nodes/Apns/delivery/service/policy.ts';
import type { NotificationDraft } from '../../../nodes/Apns/notification/Notification.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

/** The notification is processed, but not answered, once. */
const silences: Array<[string, Fault, string]> = [
	['the TCP connection is reset', { kind: 'disconnect', when: 'afterProcessing' }, 'NETWORK_ERROR'],
	['the stream is reset', { kind: 'reset', code: 2, when: 'afterProcessing' }, 'NETWORK_ERROR'],
	['no answer comes in time', { kind: 'silent' }, 'TIMEOUT'],
	['the answer comes too late', { kind: 'delay', delayMs: 900, process: 'first' }, 'TIMEOUT'],
];

async function deliverOne(
	fault: Fault,
	onUnknownDelivery: OnUnknownDelivery,
	draft: Partial<NotificationDraft> = {},
) {
	const clock = hastyClock(40);
	const simulator = await startSimulator({ clock: clock.dateMs });
	const [token = ''] = simulator.devices.addMany(1);
	simulator.faults.add({ ...fault, at: { request: 1 } });
	const { outcomes } = await deliverTo(simulator, [token], {
		delivery: new Delivery(clock),
		policy: { onUnknownDelivery },
		draft,
	});
	return { outcome: outcomes[0], told: simulator.ledger.countOf(token) };
}

describe.each(silences)(
	'a notification whose fate is unknown because %s',
	(_, fault, errorCode) => {
		it('is reported for review and not sent again, where a second copy would be seen', async () => {
			const { outcome, told } = await deliverOne(fault, 'auto');
			expect(outcome).toMatchObject({
				outcome: 'unknown',
				errorCode,
				action: 'review',
				status: null,
				attempts: 1,
			});
			expect(outcome?.apnsId).toMatch(/^[0-9a-f-]{36}$/);
			expect(told).toBe(1);
		});

		it('is sent again where a collapse ID hides the second copy, or nothing is shown at all', async () => {
			for (const draft of [
				{ collapseId: 'order-1' },
				{ pushType: 'background' as const, payload: { aps: {} } },
			]) {
				const { outcome, told } = await deliverOne(fault, 'auto', draft);
				expect(outcome).toMatchObject({ outcome: 'accepted', attempts: 2 });
				expect(told).toBe(2);
			}
		});

		it('is sent again with `retry`, and never with `report`', async () => {
			expect((await deliverOne(fault, 'retry')).told).toBe(2);
			const reported = await deliverOne(fault, 'report', { collapseId: 'order-1' });
			expect(reported.outcome).toMatchObject({ outcome: 'unknown', action: 'review', attempts: 1 });
			expect(reported.told).toBe(1);
		});
	},
);

it.each([undefined, '123e4567-e89b-42d3-a456-426614174000'])(
	'every attempt carries the same apns-id, and the outcome names it (given: %s)',
	async (apnsId) => {
		const clock = hastyClock(40);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const [token = ''] = simulator.devices.addMany(1);
		simulator.faults.add({ kind: 'disconnect', when: 'afterProcessing', at: { request: 1 } });
		simulator.faults.add({ kind: 'reset', code: 2, when: 'afterProcessing', at: { request: 2 } });
		const { outcomes } = await deliverTo(simulator, [token], {
			delivery: new Delivery(clock),
			policy: { onUnknownDelivery: 'retry' },
			draft: apnsId === undefined ? {} : { apnsId },
		});
		const named = outcomes[0]?.apnsId;
		expect(named).toEqual(apnsId ?? expect.any(String));
		expect(simulator.ledger.entries.map((entry) => entry.apnsId)).toEqual(Array(3).fill(named));
	},
);

describe('a doubt', () => {
	it('stays when a later request is refused: the first one may have arrived', async () => {
		const clock = hastyClock(40);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const [token = ''] = simulator.devices.addMany(1);
		simulator.faults.add({ kind: 'disconnect', when: 'afterProcessing', at: { request: 1 } });
		simulator.faults.add({
			kind: 'answer',
			status: 410,
			reason: 'Unregistered',
			at: { fromRequest: 2 },
		});

		const { outcomes } = await deliverTo(simulator, [token], {
			delivery: new Delivery(clock),
			policy: { onUnknownDelivery: 'retry' },
		});

		expect(outcomes).toMatchObject([
			{ outcome: 'unknown', errorCode: 'UNREGISTERED', attempts: 2 },
		]);
		expect(simulator.ledger.countOf(token)).toBe(1);
	});

	it('is none where APNs said 200 before it broke off', async () => {
		const { outcome, told } = await deliverOne(
			{ kind: 'reset', code: 2, when: 'afterHeaders' },
			'report',
		);
		expect(outcome).toMatchObject({ outcome: 'accepted', status: 200 });
		expect(told).toBe(1);
	});

	it('is none in a burst either where APNs said 200 before it broke off', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(5_000);
		const fault = {
			kind: 'reset',
			code: 2,
			when: 'afterHeaders',
			at: { everyRequests: 10 },
		} as const;
		simulator.faults.add(fault);

		const { outcomes } = await deliverTo(simulator, tokens);

		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 5_000 });
		expect(simulator.ledger.accepted).toBe(5_000);
	});

	it('is none where APNs refused the stream: it is sent again, at once', async () => {
		const { outcome, told } = await deliverOne(
			{ kind: 'reset', code: 7, when: 'beforeProcessing' },
			'report',
		);
		expect(outcome).toMatchObject({ outcome: 'accepted', attempts: 2 });
		expect(told).toBe(1);
	});
});
