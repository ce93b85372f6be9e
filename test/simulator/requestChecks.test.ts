import type { OutgoingHttpHeaders } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { PUSH_TYPES } from '../../nodes/Apns/notification/pushType.ts';
import type { ApnsSimulator } from './ApnsSimulator.ts';
import type { DeviceTraits } from './DeviceRegistry.ts';
import { deviceToken } from './deviceToken.ts';
import { pushTypes } from './pushTypes.ts';
import { BareClient, type BarePush } from './testkit/BareClient.ts';
import { signProviderToken } from './testkit/providerToken.ts';
import { closedAfterTest, startSimulator } from './testkit/simulatorForTests.ts';

const PHONE = deviceToken('phone');
const APP = 'com.example.app';

let simulator: ApnsSimulator;
let client: BareClient;

beforeEach(async () => {
	simulator = await startSimulator();
	simulator.devices.add({ token: PHONE });
	client = await closedAfterTest(BareClient.connect(simulator));
});

async function answerTo(push: Partial<BarePush>): Promise<string> {
	const { status, reason } = await client.push({ token: PHONE, ...push });
	return reason === undefined ? `${status}` : `${status} ${reason}`;
}

async function answerToHeaders(headers: OutgoingHttpHeaders): Promise<string> {
	return await answerTo({ headers });
}

describe('method and path', () => {
	test.each([
		[{ ':method': 'GET' }, '405 MethodNotAllowed'],
		[{ ':method': 'PUT' }, '405 MethodNotAllowed'],
		[{ ':path': '/3/device/' }, '400 MissingDeviceToken'],
		[{ ':path': '/3/device' }, '400 MissingDeviceToken'],
		[{ ':path': '/' }, '404 BadPath'],
		[{ ':path': `/2/device/${PHONE}` }, '404 BadPath'],
		[{ ':path': `/3/device/${PHONE}/x` }, '404 BadPath'],
		[{ ':path': `/3/device/${PHONE.toUpperCase()}` }, '200'],
	])('%o is answered with %s', async (headers, answer) => {
		expect(await answerToHeaders(headers)).toBe(answer);
	});
});

describe('headers', () => {
	test.each([
		['apns-id', '123e4567-e89b-42d3-a456-426614174000', '200'],
		['apns-id', '123E4567-E89B-42D3-A456-426614174000', '200'],
		['apns-id', '123e4567e89b42d3a456426614174000', '400 BadMessageId'],
		['apns-id', 'news-1', '400 BadMessageId'],
		['apns-collapse-id', 'x'.repeat(64), '200'],
		['apns-collapse-id', 'x'.repeat(65), '400 BadCollapseId'],
		['apns-expiration', '0', '200'],
		['apns-expiration', '1767225600', '200'],
		['apns-expiration', 'tomorrow', '400 BadExpirationDate'],
		['apns-expiration', '-1', '400 BadExpirationDate'],
		['apns-expiration', '1.5', '400 BadExpirationDate'],
		['apns-priority', '10', '200'],
		['apns-priority', '5', '200'],
		['apns-priority', '1', '200'],
		['apns-priority', '7', '400 BadPriority'],
		['apns-priority', 'high', '400 BadPriority'],
		['apns-push-type', undefined, '200'],
		['apns-push-type', 'Alert', '400 InvalidPushType'],
		['apns-push-type', 'toString', '400 InvalidPushType'],
		['apns-topic', undefined, '400 MissingTopic'],
		['apns-topic', 'com.example app', '400 BadTopic'],
		['apns-topic', 'com.example.other', '400 TopicDisallowed'],
		['apns-topic', 'com.example.app.extension', '400 TopicDisallowed'],
		['apns-topic', `${APP}.voip`, '400 DeviceTokenNotForTopic'],
		['content-encoding', 'gzip', '400 PayloadEmpty'],
	])('%s: %s is answered with %s', async (name, value, answer) => {
		expect(await answerToHeaders({ [name]: value })).toBe(answer);
	});

	test('none may be repeated', async () => {
		// node:http2 joins repeated headers, unless they are given as an array.
		const headers = { 'apns-priority': ['10', '10'] };
		expect(await answerToHeaders(headers)).toBe('400 DuplicateHeaders');
	});
});

describe('push types', () => {
	test.each([
		['alert', APP],
		['complication', `${APP}.complication`],
		['controls', `${APP}.push-type.controls`],
		['fileprovider', `${APP}.pushkit.fileprovider`],
		['liveactivity', `${APP}.push-type.liveactivity`],
		['location', `${APP}.location-query`],
		['pushtotalk', `${APP}.voip-ptt`],
		['voip', `${APP}.voip`],
		['widgets', `${APP}.push-type.widgets`],
	])('%s goes to the topic %s', async (pushType, topic) => {
		const headers = { 'apns-push-type': pushType, 'apns-topic': topic };
		expect(await answerToHeaders(headers)).toBe('200');
		expect(await answerToHeaders({ ...headers, 'apns-push-type': undefined })).toBe('200');
		const wrong = topic === APP ? `${APP}.voip` : APP;
		const misled = { headers: { ...headers, 'apns-topic': wrong } };
		expect(await answerTo(misled)).toBe('400 DeviceTokenNotForTopic');
		const unknown = deviceToken('unknown');
		expect(await answerTo({ ...misled, token: unknown })).toBe('400 BadDeviceToken');
	});

	test('a bundle ID may itself end like the suffix of a push type', async () => {
		const app = `${APP}.voip`;
		const key = simulator.addKey({ bundleIds: [APP, app] });
		const authorization = `bearer ${await signProviderToken(key)}`;
		simulator.devices.update(PHONE, { bundleId: app });
		const headers = { authorization, 'apns-topic': app, 'apns-push-type': 'alert' };
		expect(await answerToHeaders(headers)).toBe('200');
	});

	test('mdm goes to the topic of an MDM certificate, and to no app', async () => {
		const headers = { 'apns-push-type': 'mdm', 'apns-topic': APP };
		expect(await answerToHeaders(headers)).toBe('400 BadTopic');
	});

	test.each([
		...[['background', APP, [undefined, '5'], ['1', '10']] as const],
		...[['liveactivity', `${APP}.push-type.liveactivity`, [undefined, '5', '10'], ['1']] as const],
		...[['location', `${APP}.location-query`, [undefined, '5', '10'], ['1']] as const],
		...[['pushtotalk', `${APP}.voip-ptt`, [undefined, '10'], ['1', '5']] as const],
		...[['alert', APP, [undefined, '1', '5', '10'], []] as const],
	])('%s to %s takes the priorities %j, and not %j', async (pushType, topic, good, bad) => {
		const answers = async (priorities: ReadonlyArray<string | undefined>) =>
			await Promise.all(
				priorities.map((priority) =>
					answerToHeaders({
						'apns-push-type': pushType,
						'apns-topic': topic,
						'apns-priority': priority,
					}),
				),
			);
		expect(await answers(good)).toEqual(good.map(() => '200'));
		expect(await answers(bad)).toEqual(bad.map(() => '400 BadPriority'));
	});

	test('take the priorities with which the node sends them', () => {
		// Passes have no push type of their own.
		const allowed = Object.entries(PUSH_TYPES)
			.filter(([type]) => type !== 'wallet')
			.map(([type, rules]) => [type, rules.allowedPriorities]);
		const taken = Object.entries(pushTypes).map(([type, rules]) => [type, rules.priorities]);
		expect(Object.fromEntries(taken)).toEqual(Object.fromEntries(allowed));
	});
});

describe('payload', () => {
	const ofBytes = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
	const voip = { 'apns-push-type': 'voip', 'apns-topic': `${APP}.voip` };

	test.each([
		['nothing', '', {}, '400 PayloadEmpty'],
		['4096 bytes', ofBytes(4096), {}, '200'],
		['4097 bytes', ofBytes(4097), {}, '413 PayloadTooLarge'],
		['a million bytes', ofBytes(1_000_000), {}, '413 PayloadTooLarge'],
		['2100 characters of two bytes', `{"a":"${'é'.repeat(2100)}"}`, {}, '413 PayloadTooLarge'],
		['5120 bytes for voip', ofBytes(5120), voip, '200'],
		['5121 bytes for voip', ofBytes(5121), voip, '413 PayloadTooLarge'],
		['what is not JSON', 'hello', {}, '400 PayloadEmpty'],
		['what is not an object', '["aps"]', {}, '400 PayloadEmpty'],
		['compressed JSON', gzipSync('{"aps":{}}'), {}, '400 PayloadEmpty'],
	])('%s', async (_name, body, headers, answer) => {
		expect(await answerTo({ body, headers })).toBe(answer);
	});
});

describe('device', () => {
	const states: Array<[string, Partial<DeviceTraits>, string]> = [
		['active', {}, '200'],
		['of the other environment', { environment: 'production' }, '400 BadDeviceToken'],
		['of another app', { bundleId: 'com.example.other' }, '400 DeviceTokenNotForTopic'],
		['unregistered', { state: { kind: 'unregistered', sinceMs: 1 } }, '410 Unregistered'],
		['expired', { state: { kind: 'expired', sinceMs: 1 } }, '410 ExpiredToken'],
		['rate-limited', { rateLimited: 'always' }, '429 TooManyRequests'],
	];
	test.each(states)('%s', async (_name, traits, answer) => {
		simulator.devices.update(PHONE, traits);
		expect(await answerTo({})).toBe(answer);
	});

	test.each([
		['unknown', deviceToken('unknown')],
		['not hexadecimal', 'z'.repeat(64)],
		['too short', 'abcd'],
		['of odd length', `${PHONE}a`],
	])('a token that is %s', async (_name, token) => {
		expect(await answerTo({ token })).toBe('400 BadDeviceToken');
	});

	test('410 tells since when, in milliseconds', async () => {
		const sinceMs = Date.UTC(2026, 0, 1);
		simulator.devices.update(PHONE, { state: { kind: 'unregistered', sinceMs } });
		const { body } = await client.push({ token: PHONE });
		expect(JSON.parse(body)).toEqual({ reason: 'Unregistered', timestamp: sinceMs });
	});

	test('410 of an app that is removed just now tells the moment of each request', async () => {
		let nowMs = Date.now();
		const timed = await startSimulator({ clock: () => nowMs });
		timed.devices.add({ token: PHONE, state: { kind: 'unregistered' } });
		const other = await closedAfterTest(BareClient.connect(timed));
		for (let push = 0; push < 2; push++) {
			nowMs += 1_000;
			const { body } = await other.push({ token: PHONE });
			expect(JSON.parse(body)).toEqual({ reason: 'Unregistered', timestamp: nowMs });
		}
	});

	test('a rate limit may end after some sends, or begin', async () => {
		simulator.devices.update(PHONE, { rateLimited: { first: 1 } });
		expect([await answerTo({}), await answerTo({})]).toEqual(['429 TooManyRequests', '200']);
		const other = simulator.devices.add({ token: deviceToken(2), rateLimited: { after: 1 } });
		expect(await answerTo({ token: other })).toBe('200');
		expect(await answerTo({ token: other })).toBe('429 TooManyRequests');
	});

	test('an unknown one is accepted where the simulator is told so', async () => {
		const lenient = await startSimulator({ unknownDevices: 'accept' });
		const other = await closedAfterTest(BareClient.connect(lenient));
		expect(await other.push({ token: deviceToken('unknown') })).toMatchObject({ status: 200 });
		expect(await other.push({ token: 'xyz' })).toMatchObject({ reason: 'BadDeviceToken' });
	});
});

describe('order', () => {
	test('of several faults the one checked first is named', async () => {
		const wrong: OutgoingHttpHeaders = {
			':method': 'GET',
			authorization: undefined,
			'apns-id': 'x',
			'apns-collapse-id': 'x'.repeat(65),
			'apns-expiration': 'x',
			'apns-priority': 'x',
			'apns-push-type': 'x',
			'apns-topic': undefined,
		};
		const repairs: OutgoingHttpHeaders[] = [
			{ ':method': 'POST' },
			{ authorization: client.authorization },
			{ 'apns-id': undefined },
			{ 'apns-collapse-id': undefined },
			{ 'apns-expiration': undefined },
			{ 'apns-priority': undefined },
			{ 'apns-push-type': 'background', 'apns-priority': '10' },
			{ 'apns-topic': APP },
			{ 'apns-priority': '5' },
		];
		const heard: string[] = [];
		let headers = wrong;
		for (const repair of [{}, ...repairs]) {
			headers = { ...headers, ...repair };
			heard.push(await answerTo({ headers, token: deviceToken('unknown'), body: '' }));
		}
		expect(heard).toEqual([
			'405 MethodNotAllowed',
			'403 MissingProviderToken',
			'400 BadMessageId',
			'400 BadCollapseId',
			'400 BadExpirationDate',
			'400 BadPriority',
			'400 InvalidPushType',
			'400 MissingTopic',
			'400 BadPriority',
			'400 PayloadEmpty',
		]);
		const last = { headers, token: deviceToken('unknown') };
		expect(await answerTo(last)).toBe('400 BadDeviceToken');
	});
});
