import { describe, expect, it } from 'vitest';
import {
	CREATE_CHANNEL,
	DELETE_CHANNEL,
	READ_ALL_CHANNELS,
	READ_CHANNEL,
} from '../../../nodes/Apns/delivery/service/channelServices.ts';
import { readAnswerWithContent } from '../../../nodes/Apns/delivery/connection/Answer.ts';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { channelId } from '../../simulator/ChannelRegistry.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { askFor, broadcastTo } from '../testkit/askFor.ts';
import { deliverTo } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

const NEVER_MADE = channelId('never made');
const MAYBE_CREATED = /The channel may have been created/;

/** The request is processed, but not answered, once. */
const silences: Array<[string, Fault, string]> = [
	['the TCP connection is reset', { kind: 'disconnect', when: 'afterProcessing' }, 'NETWORK_ERROR'],
	['the stream is reset', { kind: 'reset', code: 2, when: 'afterProcessing' }, 'NETWORK_ERROR'],
	['no answer comes in time', { kind: 'silent' }, 'TIMEOUT'],
];

describe('an answer about channels that is longer than any', () => {
	it.each([
		['a push type', READ_CHANNEL, { 'message-storage-policy': 1, 'push-type': 'x'.repeat(300) }],
		['a channel ID', READ_ALL_CHANNELS, { channels: ['AAAA', 'x'.repeat(300)] }],
	])('is one that cannot be read: %s', (_, service, said) => {
		const answer = readAnswerWithContent({ ':status': 200 }, JSON.stringify(said), {
			dateMs: () => 0,
		});
		expect(service.outcomeOf(answer)).toMatchObject({
			outcome: 'rejected',
			errorCode: 'SERVER_ERROR',
			message: expect.stringContaining('cannot be read'),
		});
	});
});

describe('channels', () => {
	it('are created, shown, listed, broadcast to and deleted, over one connection to each host', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const [created] = await askFor(simulator, CREATE_CHANNEL, [''], { delivery });
		expect(created).toMatchObject({
			outcome: 'accepted',
			errorCode: 'SUCCESS',
			status: 201,
			attempts: 1,
			apnsId: expect.stringMatching(/^[0-9a-f-]{36}$/i),
		});
		const id = created?.channels?.channelIds?.[0] ?? '';
		expect(simulator.channels.ids()).toEqual([id]);

		expect(await askFor(simulator, READ_CHANNEL, [id], { delivery })).toMatchObject([
			{ outcome: 'accepted', channels: { storagePolicy: 1, pushType: 'LiveActivity' } },
		]);
		expect(await askFor(simulator, READ_ALL_CHANNELS, [''], { delivery })).toMatchObject([
			{ outcome: 'accepted', channels: { channelIds: [id] } },
		]);
		expect(await broadcastTo(simulator, [id], { delivery })).toMatchObject([
			{ outcome: 'accepted', status: 200, message: 'Notification accepted by APNs' },
		]);
		expect(await askFor(simulator, DELETE_CHANNEL, [id], { delivery })).toMatchObject([
			{ outcome: 'accepted', status: 204, channels: { existed: true } },
		]);
		expect(simulator.channels.ids()).toEqual([]);
		expect(simulator.connections.opened).toBe(2);
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
	});

	it('of the same app share the connection of its notifications, with headers of their own each', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const channels = [simulator.channels.add(), simulator.channels.add()];
		const tokens = simulator.devices.addMany(2);
		for (let round = 0; round < 2; round += 1) {
			await deliverTo(simulator, tokens, { delivery });
			await broadcastTo(simulator, channels, { delivery });
		}
		expect(simulator.ledger.accepted).toBe(4);
		expect(simulator.ledger.broadcasts.map((entry) => entry.channelId)).toEqual([
			...channels,
			...channels,
		]);
		expect(simulator.ledger.answers).toEqual(new Map([['200', 8]]));
		expect(simulator.connections.opened).toBe(1);
	});

	it('are listed all, as many as Apple allows', async () => {
		const simulator = await startSimulator();
		const ids = Array.from({ length: 10_000 }, () => simulator.channels.add());
		const [listed] = await askFor(simulator, READ_ALL_CHANNELS);
		expect(listed?.channels?.channelIds).toEqual(ids);
		expect(await askFor(simulator, CREATE_CHANNEL)).toMatchObject([
			{ outcome: 'rejected', errorCode: 'BAD_REQUEST', reason: 'CannotCreateChannelConfig' },
		]);
	});

	it('are listed as none where there are none', async () => {
		const simulator = await startSimulator();
		const [listed] = await askFor(simulator, READ_ALL_CHANNELS);
		expect(listed).toMatchObject({ outcome: 'accepted', channels: { channelIds: [] } });
	});
});

describe('deleting a channel that is gone', () => {
	it('is a success, and says that there was none', async () => {
		const simulator = await startSimulator();
		const id = simulator.channels.add();
		for (const existed of [true, false]) {
			expect(await askFor(simulator, DELETE_CHANNEL, [id])).toMatchObject([
				{ outcome: 'accepted', channels: { existed } },
			]);
		}
	});

	it('is one as well where APNs says so as Apple documents it', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'answer', status: 400, reason: 'ChannelNotRegistered' });
		expect(await askFor(simulator, DELETE_CHANNEL, [NEVER_MADE])).toMatchObject([
			{ outcome: 'accepted', channels: { existed: false } },
		]);
	});

	it('is none where it is the address that does not exist', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'answer', status: 404, body: '<html>' });
		expect(await askFor(simulator, DELETE_CHANNEL, [NEVER_MADE])).toMatchObject([
			{ outcome: 'rejected', errorCode: 'NETWORK_ERROR' },
		]);
	});
});

describe('a refusal', () => {
	it.each([
		['as Apple’s servers spell it', 'observed', 'BroadcastFeatureNotEnabled'],
		['as Apple documents it', 'documented', 'FeatureNotEnabled'],
	] as const)('of an app without broadcasts (%s) says what to do', async (_, spelling, reason) => {
		const simulator = await startSimulator(spelling === 'documented' ? { spelling } : {});
		simulator.channels.setCapability(false);
		const expected = {
			outcome: 'rejected',
			errorCode: 'BAD_REQUEST',
			reason,
			message: expect.stringMatching(/Broadcast is not enabled.*enable Broadcast Capability/),
		};
		expect(await askFor(simulator, CREATE_CHANNEL)).toMatchObject([expected]);
		const [first, ...others] = await broadcastTo(simulator, Array(50).fill(NEVER_MADE));
		expect(first).toMatchObject(expected);
		for (const other of others) expect(other).toMatchObject({ outcome: 'notSent', reason });
	});

	it.each(['observed', 'documented'] as const)(
		'of a key for the other environment (%s) blames the credential',
		async (spelling) => {
			const simulator = await startSimulator(spelling === 'documented' ? { spelling } : {});
			const credential = simulator.addKey({ environments: ['production'] });
			const expected = [{ errorCode: 'AUTH_FAILED', action: 'fixCredentials' }];
			const wishes = { credential };
			expect(await askFor(simulator, READ_ALL_CHANNELS, [''], wishes)).toMatchObject(expected);
			expect(await broadcastTo(simulator, [NEVER_MADE], wishes)).toMatchObject(expected);
		},
	);

	it.each(['ServiceUnavailable', 'Service Unavailable'])(
		'for a moment (503 %s) is waited out',
		async (reason) => {
			const clock = hastyClock(40);
			const simulator = await startSimulator({ clock: clock.dateMs });
			simulator.faults.add({ kind: 'answer', status: 503, reason, at: { times: 1 } });
			const [created] = await askFor(simulator, CREATE_CHANNEL, [''], {
				delivery: new Delivery(clock),
			});
			expect(created).toMatchObject({ outcome: 'accepted', attempts: 2 });
			expect(simulator.channels.ids()).toHaveLength(1);
		},
	);

	it('of a channel that is not there says so, for Get as for a broadcast', async () => {
		const simulator = await startSimulator();
		const deleted = simulator.channels.add();
		simulator.channels.delete(deleted);
		for (const [id, reason] of [
			[NEVER_MADE, 'BadChannelId'],
			[deleted, 'ChannelNotRegistered'],
		] as const) {
			const expected = { outcome: 'rejected', errorCode: 'NOT_FOUND', status: 400, reason };
			expect(await askFor(simulator, READ_CHANNEL, [id])).toMatchObject([expected]);
			expect(await broadcastTo(simulator, [id])).toMatchObject([expected]);
		}
	});

	it('of an expiration names what the channel stores', async () => {
		const simulator = await startSimulator();
		const draft = { expirationSeconds: 1_900_000_000 };
		expect(await broadcastTo(simulator, [simulator.channels.add()], { draft })).toMatchObject([
			{ reason: 'BadExpirationDate', message: expect.stringContaining('stores no message') },
		]);
		const storing = simulator.channels.add({ storagePolicy: 1 });
		expect(await broadcastTo(simulator, [storing], { draft })).toMatchObject([
			{ outcome: 'accepted' },
		]);
	});

	it('of another app’s bundle ID is told once, and spares the other requests', async () => {
		const simulator = await startSimulator();
		const outcomes = await askFor(simulator, READ_CHANNEL, Array(50).fill(NEVER_MADE), {
			bundleId: 'com.example.stranger',
		});
		expect(outcomes[0]).toMatchObject({ errorCode: 'AUTH_FAILED', reason: 'TopicMismatch' });
		expect(simulator.ledger.requests).toBeLessThan(3);
	});
});

describe.each(silences)('where %s', (_, fault, errorCode) => {
	async function withOneSilence() {
		const clock = hastyClock(40);
		const simulator = await startSimulator({ clock: clock.dateMs });
		simulator.faults.add({ ...fault, at: { request: 1 } });
		return { simulator, delivery: new Delivery(clock) };
	}

	it('a channel is not created again: there may be one already', async () => {
		const { simulator, delivery } = await withOneSilence();
		const [created] = await askFor(simulator, CREATE_CHANNEL, [''], { delivery });
		expect(created).toMatchObject({
			outcome: 'unknown',
			errorCode,
			action: 'review',
			attempts: 1,
			message: expect.stringMatching(MAYBE_CREATED),
		});
		expect(simulator.channels.ids()).toHaveLength(1);
	});

	it('a channel is shown and listed with a second request', async () => {
		for (const service of [READ_CHANNEL, READ_ALL_CHANNELS]) {
			const { simulator, delivery } = await withOneSilence();
			const id = simulator.channels.add();
			expect(await askFor(simulator, service, [id], { delivery })).toMatchObject([
				{ outcome: 'accepted', attempts: 2 },
			]);
		}
	});

	it('a channel is deleted with a second request, which finds it gone', async () => {
		const { simulator, delivery } = await withOneSilence();
		const id = simulator.channels.add();
		expect(await askFor(simulator, DELETE_CHANNEL, [id], { delivery })).toMatchObject([
			{ outcome: 'accepted', attempts: 2, channels: { existed: false } },
		]);
		expect(simulator.channels.ids()).toEqual([]);
	});

	it('a channel that may be deleted is never told to be there', async () => {
		const { simulator, delivery } = await withOneSilence();
		const id = simulator.channels.add();
		simulator.faults.add({ kind: 'refuseConnection', at: { fromConnection: 2 } });
		simulator.faults.add({ kind: 'goaway', at: { fromRequest: 2 }, lastStreamId: 1 });
		const [deleted] = await askFor(simulator, DELETE_CHANNEL, [id], { delivery });
		expect(simulator.channels.ids()).toEqual([]);
		expect(deleted).toMatchObject({ outcome: 'unknown' });
	});

	it('a refusal of the second request is no doubt', async () => {
		const { simulator, delivery } = await withOneSilence();
		expect(await askFor(simulator, READ_CHANNEL, [NEVER_MADE], { delivery })).toMatchObject([
			{ outcome: 'rejected', errorCode: 'NOT_FOUND', attempts: 2 },
		]);
	});

	it('a broadcast is sent again only with `retry`, since it might show twice', async () => {
		for (const [onUnknownDelivery, outcome, told] of [
			['auto', 'unknown', 1],
			['report', 'unknown', 1],
			['retry', 'accepted', 2],
		] as const) {
			const { simulator, delivery } = await withOneSilence();
			const id = simulator.channels.add();
			const policy = { onUnknownDelivery };
			expect(await broadcastTo(simulator, [id], { delivery, policy })).toMatchObject([{ outcome }]);
			expect(simulator.ledger.broadcasts).toHaveLength(told);
		}
	});
});

describe('an answer that cannot be read', () => {
	it.each([500, 502])('%i leaves in doubt whether a channel was created', async (status) => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'answer', status });
		const [created] = await askFor(simulator, CREATE_CHANNEL);
		expect(created).toMatchObject({
			outcome: 'unknown',
			errorCode: 'SERVER_ERROR',
			action: 'review',
			retryAfterSeconds: null,
			message: expect.stringMatching(MAYBE_CREATED),
		});
		expect(simulator.ledger.requests).toBe(1);
	});

	it('201 without a channel ID does as well', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'answer', status: 201 });
		expect(await askFor(simulator, CREATE_CHANNEL)).toMatchObject([
			{ outcome: 'unknown', action: 'review', message: expect.stringMatching(MAYBE_CREATED) },
		]);
	});

	it.each([
		['no JSON', '<html>'],
		['no object', 'null'],
		['nothing', ''],
		['other keys', '{"channel":[]}'],
		['what are no texts', '{"channels":[1]}'],
	])('for Get and Get Many (200 with %s) is asked for again', async (_, body) => {
		for (const service of [READ_CHANNEL, READ_ALL_CHANNELS]) {
			const clock = hastyClock(40);
			const simulator = await startSimulator({ clock: clock.dateMs });
			const id = simulator.channels.add();
			const delivery = new Delivery(clock);
			simulator.faults.add({ kind: 'answer', status: 200, body, at: { times: 1 } });
			expect(await askFor(simulator, service, [id], { delivery })).toMatchObject([
				{ outcome: 'accepted', attempts: 2 },
			]);
			simulator.faults.add({ kind: 'answer', status: 200, body });
			expect(await askFor(simulator, service, [id], { delivery })).toMatchObject([
				{ outcome: 'rejected', errorCode: 'SERVER_ERROR', status: 200 },
			]);
		}
	});
});
