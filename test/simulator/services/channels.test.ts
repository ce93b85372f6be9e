import { beforeEach, describe, expect, test } from 'vitest';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { channelId } from '../ChannelRegistry.ts';
import { BareClient, type BareAnswer, type BareChannelRequest } from '../testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';

const UUID = '123e4567-e89b-42d3-a456-426614174000';
const NEW_CHANNEL = '{"message-storage-policy":1,"push-type":"LiveActivity"}';
const create: BareChannelRequest = { method: 'POST', body: NEW_CHANNEL };
const readAll: BareChannelRequest = { method: 'GET', collection: 'all-channels' };

let simulator: ApnsSimulator;
let client: BareClient;

beforeEach(async () => {
	simulator = await startSimulator();
	client = await closedAfterTest(BareClient.connect(simulator, { to: 'channels' }));
});

function labelOf({ status, reason }: BareAnswer): string {
	return reason === undefined ? `${status}` : `${status} ${reason}`;
}

async function answerTo(request: BareChannelRequest): Promise<string> {
	return labelOf(await client.channels(request));
}

function of(id: string, method: string): BareChannelRequest {
	return { method, headers: { 'apns-channel-id': id } };
}

test('a channel is made, broadcast to, shown, listed and deleted', async () => {
	const headers = { 'apns-request-id': UUID };
	const made = await client.channels({ ...create, headers });
	expect(made).toMatchObject({ status: 201, body: '', headers });
	const id = String(made.headers['apns-channel-id']);
	expect(id).toMatch(/^[A-Za-z0-9+/]{22}==$/);

	const sender = await closedAfterTest(BareClient.connect(simulator));
	expect(labelOf(await sender.broadcast(id))).toBe('200');

	const shown = await client.channels(of(id, 'GET'));
	expect(shown).toMatchObject({ status: 200, body: NEW_CHANNEL });
	expect(shown.headers['content-type']).toBe('application/json');
	expect(shown.headers).not.toHaveProperty('apns-channel-id');

	const second = simulator.channels.add();
	expect(JSON.parse((await client.channels(readAll)).body)).toEqual({ channels: [id, second] });

	expect(await client.channels(of(id, 'DELETE'))).toMatchObject({ status: 204, body: '' });
	expect(simulator.channels.ids()).toEqual([second]);
	expect(labelOf(await sender.broadcast(id))).toBe('400 ChannelNotRegistered');
	expect(await answerTo(of(id, 'GET'))).toBe('400 ChannelNotRegistered');
	// Seen from Apple.
	expect(await answerTo(of(id, 'DELETE'))).toBe('404 BadPath');

	const { ledger } = simulator;
	expect(ledger.channelRequests.map(({ operation, channelId }) => [operation, channelId])).toEqual([
		['create', id],
		['read', id],
		['readAll', undefined],
		['delete', id],
	]);
	expect(ledger.channelRequests[0]).toMatchObject({
		requestId: UUID,
		bundleId: 'com.example.app',
		stream: 1,
	});
});

describe('method, path and headers', () => {
	test.each<[BareChannelRequest, string]>([
		[{ method: 'PUT' }, '405 MethodNotAllowed'],
		[{ method: 'POST', collection: 'all-channels' }, '405 MethodNotAllowed'],
		[{ method: 'GET', collection: 'channel' }, '404 BadPath'],
		[{ method: 'GET', collection: 'toString' }, '404 BadPath'],
		[{ method: 'GET', collection: 'channels/x' }, '404 BadPath'],
		[{ ...create, bundleId: 'com.example.other' }, '403 TopicMismatch'],
		[{ ...create, bundleId: 'com.example.app.voip' }, '400 TopicDisallowed'],
		[{ ...create, headers: { authorization: undefined } }, '403 MissingProviderToken'],
		[{ ...create, headers: { 'apns-request-id': 'x' } }, '400 BadMessageId'],
		[{ ...create, headers: { 'apns-request-id': [UUID, UUID] } }, '400 DuplicateHeaders'],
		[{ method: 'GET' }, '400 MissingChannelId'],
		[{ method: 'DELETE' }, '400 MissingChannelId'],
	])('%o is answered with %s', async (request, answer) => {
		expect(await answerTo(request)).toBe(answer);
	});

	test('pushes and broadcasts have another port', async () => {
		expect(simulator.managementUrl).not.toBe(simulator.baseUrl);
		expect(labelOf(await client.push({ token: 'aa' }))).toBe('404 BadPath');
		expect(labelOf(await client.broadcast(channelId('x')))).toBe('404 BadPath');
	});
});

describe('create', () => {
	test.each([
		['', '400 PayloadEmpty'],
		['hello', '400 BadRequestPayload'],
		['[]', '400 BadRequestPayload'],
		['{"message-storage-policy":0,"push-type":"LiveActivity"}', '201'],
		['{"message-storage-policy":0,"push-type":"liveactivity"}', '201'],
		['{"message-storage-policy":0,"push-type":"alert"}', '400 InvalidPushType'],
		['{"message-storage-policy":0,"push-type":1}', '400 InvalidPushType'],
		['{"message-storage-policy":0}', '400 MissingPushType'],
		['{"push-type":"LiveActivity"}', '400 MissingChannelQueueSize'],
		['{"message-storage-policy":2,"push-type":"LiveActivity"}', '400 MissingChannelQueueSize'],
		['{"message-storage-policy":"1","push-type":"LiveActivity"}', '400 MissingChannelQueueSize'],
		['{"message-storage-policy":1,"push-type":"LiveActivity","name":"x"}', '400 BadRequestParams'],
	])('%s is answered with %s', async (body, answer) => {
		expect(await answerTo({ method: 'POST', body })).toBe(answer);
		expect(simulator.channels.ids()).toHaveLength(answer === '201' ? 1 : 0);
	});

	test('10,000 channels are enough', async () => {
		for (let count = 0; count < 10_000; count++) simulator.channels.add();
		expect(await answerTo(create)).toBe('400 CannotCreateChannelConfig');
		simulator.channels.delete(simulator.channels.ids()[0] ?? '');
		expect(await answerTo(create)).toBe('201');
	});

	test('an app needs the broadcast capability', async () => {
		simulator.channels.setCapability(false);
		expect(await answerTo(create)).toBe('400 BroadcastFeatureNotEnabled');
		expect(await answerTo(readAll)).toBe('400 BroadcastFeatureNotEnabled');
	});
});

describe('read and delete', () => {
	test.each([
		['GET', channelId('never made'), '400 BadChannelId'],
		['GET', 'sport', '400 BadChannelId'],
		['DELETE', channelId('never made'), '404 BadPath'],
		['DELETE', 'sport', '400 BadChannelId'],
	])('%s of %s is answered with %s', async (method, id, answer) => {
		expect(await answerTo(of(id, method))).toBe(answer);
	});

	test.each(['GET', 'DELETE'])('%s takes no body', async (method) => {
		const id = simulator.channels.add();
		expect(await answerTo({ ...of(id, method), body: '{}' })).toBe('400 BadRequestPayload');
		expect(simulator.channels.ids()).toEqual([id]);
	});
});
