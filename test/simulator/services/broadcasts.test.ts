import type { OutgoingHttpHeaders } from 'node:http2';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { channelId } from '../ChannelRegistry.ts';
import { BareClient, type BareAnswer, type BarePush } from '../testkit/BareClient.ts';
import { signProviderToken } from '../testkit/providerToken.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';

const UPPER_CASE_UUID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;
const UUID = '123e4567-e89b-42d3-a456-426614174000';
const PATH = '/4/broadcasts/apps/com.example.app';

let simulator: ApnsSimulator;
let client: BareClient;
let unstored: string;
let stored: string;

beforeEach(async () => {
	simulator = await startSimulator();
	unstored = simulator.channels.add();
	stored = simulator.channels.add({ storagePolicy: 1 });
	client = await closedAfterTest(BareClient.connect(simulator));
});

function labelOf({ status, reason }: BareAnswer): string {
	return reason === undefined ? `${status}` : `${status} ${reason}`;
}

async function answerTo(push: Partial<BarePush>, channel = unstored): Promise<string> {
	return labelOf(await client.broadcast(channel, push));
}

async function answerToHeaders(headers: OutgoingHttpHeaders, channel?: string): Promise<string> {
	return await answerTo({ headers }, channel);
}

describe('a broadcast', () => {
	test('is accepted and written down', async () => {
		const headers = { 'apns-request-id': UUID, 'apns-expiration': '1767225600' };
		const answer = await client.broadcast(stored, { headers, body: '{"aps":{}}' });
		expect(answer).toMatchObject({ status: 200, body: '' });
		expect(answer.headers).toMatchObject({ 'apns-request-id': UUID });
		expect(answer.headers).not.toHaveProperty('apns-id');
		expect(simulator.ledger.broadcasts).toEqual([
			{
				requestId: UUID,
				bundleId: 'com.example.app',
				channelId: stored,
				priority: 5,
				expiration: 1767225600,
				payload: '{"aps":{}}',
				receivedAtMs: expect.any(Number) as unknown,
				connection: 1,
				stream: 1,
			},
		]);
		expect([simulator.ledger.accepted, simulator.ledger.entries]).toEqual([0, []]);
	});

	test('gets a request ID where it brings none, with a rejection too', async () => {
		const answers = [
			await client.broadcast(unstored),
			await client.broadcast(unstored, { headers: { 'apns-priority': '3' } }),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 400]);
		for (const { headers } of answers) {
			expect(headers['apns-request-id']).toMatch(UPPER_CASE_UUID);
			expect(headers).not.toHaveProperty('apns-unique-id');
		}
	});

	test('that is refused is not written down', async () => {
		await client.broadcast(unstored, { headers: { 'apns-priority': '3' } });
		expect(simulator.ledger.broadcasts).toEqual([]);
		expect([...simulator.ledger.answers]).toEqual([['400 BadPriority', 1]]);
	});
});

describe('method and path', () => {
	test.each([
		[{ ':method': 'GET' }, '405 MethodNotAllowed'],
		[{ ':path': '/4/broadcasts/apps/' }, '404 BadPath'],
		[{ ':path': '/4/broadcasts/com.example.app' }, '404 BadPath'],
		[{ ':path': '/3/broadcasts/apps/com.example.app' }, '404 BadPath'],
		[{ ':path': `${PATH}/x` }, '404 BadPath'],
		[{ ':path': '/1/apps/com.example.app/channels' }, '404 BadPath'],
		[{ ':path': `${PATH}.push-type.liveactivity` }, '400 TopicDisallowed'],
		[{ ':path': '/4/broadcasts/apps/com.example.other' }, '403 TopicMismatch'],
	])('%o is answered with %s', async (headers, answer) => {
		expect(await answerToHeaders(headers)).toBe(answer);
	});
});

describe('headers', () => {
	test.each([
		['authorization', undefined, '403 MissingProviderToken'],
		['authorization', 'bearer x', '403 InvalidProviderToken'],
		['apns-request-id', UUID, '200'],
		['apns-request-id', '1', '400 BadMessageId'],
		['apns-id', '1', '400 BadMessageId'],
		['apns-channel-id', undefined, '400 MissingChannelId'],
		['apns-channel-id', 'sport', '400 BadChannelId'],
		['apns-channel-id', 'A'.repeat(400), '400 BadChannelId'],
		['apns-channel-id', channelId('never made'), '400 BadChannelId'],
		['apns-push-type', undefined, '400 MissingPushType'],
		['apns-push-type', 'alert', '400 InvalidPushType'],
		['apns-push-type', 'Liveactivity', '200'],
		['apns-push-type', 'LiveActivity', '200'],
		['apns-expiration', undefined, '400 BadExpirationDate'],
		['apns-expiration', 'soon', '400 BadExpirationDate'],
		['apns-expiration', '-1', '400 BadExpirationDate'],
		['apns-expiration', '1767225600', '400 BadExpirationDate'],
		['apns-priority', undefined, '200'],
		['apns-priority', '1', '200'],
		['apns-priority', '10', '200'],
		['apns-priority', '7', '400 BadPriority'],
		['apns-topic', 'com.example.app.push-type.liveactivity', '200'],
	])('%s: %s is answered with %s', async (name, value, answer) => {
		expect(await answerToHeaders({ [name]: value })).toBe(answer);
	});

	test('an expiration is for channels that store', async () => {
		const headers = { 'apns-expiration': '1767225600' };
		expect(await answerToHeaders(headers, stored)).toBe('200');
	});

	test('none may be repeated', async () => {
		const headers = { 'apns-priority': ['5', '5'] };
		expect(await answerToHeaders(headers)).toBe('400 DuplicateHeaders');
	});
});

describe('payload', () => {
	const ofBytes = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
	test.each([
		['nothing', '', '400 PayloadEmpty'],
		['5120 bytes', ofBytes(5120), '200'],
		['5121 bytes', ofBytes(5121), '413 PayloadTooLarge'],
		['what is not JSON', 'hello', '400 BadRequestPayload'],
		['what is not an object', '[]', '400 BadRequestPayload'],
	])('%s', async (_name, body, answer) => {
		expect(await answerTo({ body })).toBe(answer);
	});
});

describe('channel', () => {
	test('one that was deleted is no longer registered', async () => {
		simulator.channels.delete(unstored);
		expect(await answerTo({})).toBe('400 ChannelNotRegistered');
	});

	test('one of another app is none', async () => {
		const { teamId, privateKey, keyId } = simulator.addKey({
			bundleIds: ['com.example.other'],
		});
		const authorization = `bearer ${await signProviderToken({ teamId, keyId, privateKey })}`;
		const headers = { ':path': '/4/broadcasts/apps/com.example.other', authorization };
		expect(await answerToHeaders(headers)).toBe('400 BadChannelId');
	});

	test('an app without the broadcast capability has none', async () => {
		simulator.channels.setCapability(false);
		expect(await answerTo({})).toBe('400 BroadcastFeatureNotEnabled');
		simulator.channels.setCapability(true);
		expect(await answerTo({})).toBe('400 ChannelNotRegistered');
	});

	test('reasons are spelt as on the pages of Apple where the simulator is told so', async () => {
		const documented = await startSimulator({ spelling: 'documented' });
		documented.channels.setCapability(false);
		const other = await closedAfterTest(BareClient.connect(documented));
		expect(labelOf(await other.broadcast(unstored))).toBe('400 FeatureNotEnabled');
		const key = documented.addKey({ environments: ['production'] });
		other.authorization = `bearer ${await signProviderToken(key)}`;
		expect(labelOf(await other.broadcast(unstored))).toBe('403 BadEnvironmentKeyIdInToken');
	});
});
