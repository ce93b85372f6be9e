import { once } from 'node:events';
import { connect } from 'node:http2';
import { connect as connectTls } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ApnsSimulator, SimulatorOptions } from '../ApnsSimulator.ts';
import { deviceToken } from '../deviceToken.ts';
import { createIdentity } from '../identity.ts';
import { BareClient, type BareAnswer, type BareConnection } from '../testkit/BareClient.ts';
import { closedAfterTest, sharedIdentity, startSimulator } from '../testkit/simulatorForTests.ts';
import type { CertifiedKey } from './authority.ts';
import {
	createClientCertificate,
	type ClientCertificateTraits,
} from './createClientCertificate.ts';
import { toPkcs12 } from './pkcs12.ts';

const PHONE = deviceToken('phone');
const APP = 'com.example.app';
const MDM_TOPIC = 'com.apple.mgmt.External.a1b2';
const DAY_MS = 24 * 3_600_000;

let universal: CertifiedKey;
let single: CertifiedKey;

beforeAll(async () => {
	universal = await make({});
	single = await make({ topics: [] });
});

async function make(traits: Partial<ClientCertificateTraits>): Promise<CertifiedKey> {
	const { clientAuthority } = await sharedIdentity();
	return await createClientCertificate(clientAuthority, { uid: APP, ...traits });
}

async function start(options: SimulatorOptions = {}): Promise<ApnsSimulator> {
	const simulator = await startSimulator(options);
	simulator.devices.add({ token: PHONE });
	simulator.devices.add({ token: deviceToken('managed'), bundleId: MDM_TOPIC });
	return simulator;
}

async function dial(simulator: ApnsSimulator, connection: BareConnection): Promise<BareClient> {
	return await closedAfterTest(BareClient.connect(simulator, connection));
}

function labelOf({ status, reason }: BareAnswer): string {
	return reason === undefined ? `${status}` : `${status} ${reason}`;
}

async function answerWith(certificate: CertifiedKey, options?: SimulatorOptions): Promise<string> {
	const client = await dial(await start(options), { certificate });
	return labelOf(await client.push({ token: PHONE }));
}

describe('a connection with a client certificate', () => {
	test('needs no provider token and ignores one', async () => {
		const client = await dial(await start(), { certificate: universal });
		expect(labelOf(await client.push({ token: PHONE }))).toBe('200');
		const headers = { authorization: 'bearer x' };
		expect(labelOf(await client.push({ token: PHONE, headers }))).toBe('200');
	});

	test('has its full stream limit from the beginning', async () => {
		const client = await dial(await start(), { certificate: universal });
		expect(client.streamLimits).toEqual([1000]);
		await client.push({ token: PHONE });
		expect(client.streamLimits).toEqual([1000]);
	});

	test('may have it from a .p12 file', async () => {
		const certificate = { pfx: toPkcs12(universal, 'Grüße'), passphrase: 'Grüße' };
		const client = await dial(await start(), { certificate });
		expect(labelOf(await client.push({ token: PHONE }))).toBe('200');
	});

	test('keeps it when its TLS session is resumed', async () => {
		const simulator = await start();
		const { certificate: cert, privateKey: key } = universal;
		const ca = simulator.identity.caCertificate;
		const trust = { ca, cert, key, ALPNProtocols: ['h2'] };
		const address = { host: '127.0.0.1', port: Number(new URL(simulator.baseUrl).port) };
		let session: Buffer | undefined;
		for (const isResumed of [false, true]) {
			const socket = connectTls({ ...address, ...trust, ...(session && { session }) });
			socket.on('session', (ticket: Buffer) => (session = ticket));
			await once(socket, 'secureConnect');
			const http2 = connect(simulator.baseUrl, { createConnection: () => socket });
			const headers = { ':method': 'POST', ':path': `/3/device/${PHONE}`, 'apns-topic': APP };
			const stream = http2.request(headers);
			stream.end('{"aps":{}}');
			const [answer] = (await once(stream, 'response')) as [{ ':status': number }];
			http2.destroy();
			expect([socket.isSessionReused(), answer[':status']]).toEqual([isResumed, 200]);
		}
	});

	test('is bound to no provider token where it has none', async () => {
		const client = await dial(await start(), {});
		const headers = { authorization: undefined };
		expect(labelOf(await client.push({ token: PHONE, headers }))).toBe('403 MissingProviderToken');
	});

	test('may broadcast and manage channels', async () => {
		const simulator = await start();
		const sender = await dial(simulator, { certificate: universal });
		const manager = await dial(simulator, { certificate: universal, to: 'channels' });
		const readAll = { method: 'GET', collection: 'all-channels' };
		expect(labelOf(await sender.broadcast(simulator.channels.add()))).toBe('200');
		expect(labelOf(await manager.channels(readAll))).toBe('200');
		const other = { ...readAll, bundleId: 'com.example.other' };
		expect(labelOf(await manager.channels(other))).toBe('403 TopicMismatch');
	});
});

describe('a topic', () => {
	test.each([
		['alert', APP, '200'],
		['voip', `${APP}.voip`, '200'],
		['complication', `${APP}.complication`, '200'],
		['alert', `${APP}.voip`, '400 DeviceTokenNotForTopic'],
		['voip', APP, '400 DeviceTokenNotForTopic'],
		['alert', 'com.example.other', '400 TopicDisallowed'],
		['liveactivity', `${APP}.push-type.liveactivity`, '400 TopicDisallowed'],
		['location', `${APP}.location-query`, '400 TopicDisallowed'],
		['alert', undefined, '400 MissingTopic'],
	])('of all services: %s to %s is answered with %s', async (pushType, topic, answer) => {
		const client = await dial(await start(), { certificate: universal });
		const headers = { 'apns-push-type': pushType, 'apns-topic': topic };
		expect(labelOf(await client.push({ token: PHONE, headers }))).toBe(answer);
	});

	test('is the UID of the subject where the certificate lists none, and need not be named', async () => {
		const simulator = await start();
		const client = await dial(simulator, { certificate: single });
		for (const topic of [APP, undefined]) {
			const headers = { 'apns-topic': topic };
			expect(labelOf(await client.push({ token: PHONE, headers }))).toBe('200');
		}
		expect(simulator.ledger.entries.map((entry) => entry.topic)).toEqual([APP, APP]);
		const voip = { 'apns-push-type': 'voip', 'apns-topic': `${APP}.voip` };
		expect(labelOf(await client.push({ token: PHONE, headers: voip }))).toBe('400 TopicDisallowed');
	});

	test('that a certificate lists may be used, but for location and file providers', async () => {
		const topics = ['.push-type.liveactivity', '.location-query', '.pushkit.fileprovider'];
		const certificate = await make({ topics: [APP, ...topics.map((suffix) => APP + suffix)] });
		const client = await dial(await start(), { certificate });
		const answers = topics.map(async (suffix) => {
			const headers = { 'apns-topic': APP + suffix, 'apns-push-type': undefined };
			return labelOf(await client.push({ token: PHONE, headers }));
		});
		expect(await Promise.all(answers)).toEqual([
			'200',
			'400 TopicDisallowed',
			'400 TopicDisallowed',
		]);
	});

	test('of device management is for the MDM certificate alone', async () => {
		const simulator = await start();
		const push = {
			token: deviceToken('managed'),
			headers: { 'apns-push-type': 'mdm', 'apns-topic': MDM_TOPIC },
		};
		const certificate = await make({ uid: MDM_TOPIC, topics: [] });
		const client = await dial(simulator, { certificate });
		expect(labelOf(await client.push(push))).toBe('200');
		expect(labelOf(await (await dial(simulator, {})).push(push))).toBe('400 TopicDisallowed');
		const other = await dial(simulator, { certificate: universal });
		expect(labelOf(await other.push(push))).toBe('400 TopicDisallowed');
	});
});

describe('passes', () => {
	const PASS_TYPE = 'pass.com.example.card';
	const TOKEN = deviceToken('pass');
	const push = (headers: Record<string, string> = {}) => ({
		token: TOKEN,
		headers: { 'apns-topic': PASS_TYPE, ...headers },
		payload: '{}',
	});
	const startWithPass = async (environment: 'production' | 'sandbox') => {
		const simulator = await startSimulator({ environment });
		simulator.devices.add({ token: TOKEN, bundleId: PASS_TYPE });
		simulator.devices.add({ token: PHONE });
		return simulator;
	};

	test('are updated with their own certificate or the team’s key, by the types that libraries send', async () => {
		const simulator = await startWithPass('production');
		const certificate = await simulator.createPassCertificate();
		for (const connection of [{ certificate }, {}]) {
			const client = await dial(simulator, connection);
			for (const headers of [
				{ 'apns-push-type': 'alert', 'apns-priority': '10' },
				{ 'apns-push-type': 'background', 'apns-priority': '5' },
			]) {
				expect(labelOf(await client.push(push(headers)))).toBe('200');
			}
			const voip = push({ 'apns-push-type': 'voip' });
			expect(labelOf(await client.push(voip))).toBe('400 DeviceTokenNotForTopic');
			const other = push({ 'apns-topic': `${PASS_TYPE}.voip` });
			expect(labelOf(await client.push(other))).toBe('400 TopicDisallowed');
			const app = { ...push(), token: PHONE };
			expect(labelOf(await client.push(app))).toBe('400 DeviceTokenNotForTopic');
		}
		const ofApp = await dial(simulator, { certificate: universal });
		expect(labelOf(await ofApp.push(push()))).toBe('400 TopicDisallowed');
		const toApp = await dial(simulator, { certificate });
		expect(labelOf(await toApp.push({ token: PHONE }))).toBe('400 TopicDisallowed');
	});

	test('do not exist in the sandbox', async () => {
		const simulator = await startWithPass('sandbox');
		const certificate = await simulator.createPassCertificate();
		const client = await dial(simulator, { certificate });
		expect(labelOf(await client.push(push()))).toBe('403 BadCertificateEnvironment');
		const withKey = await dial(simulator, {});
		expect(labelOf(await withKey.push(push()))).toBe('400 BadDeviceToken');
	});
});

describe('a certificate', () => {
	test.each([
		['production', ['sandbox'], '403 BadCertificateEnvironment'],
		['sandbox', ['sandbox'], '200'],
		['sandbox', ['production'], '403 BadCertificateEnvironment'],
		['production', ['production'], '200'],
	] as const)('in %s, good in %s, is answered with %s', async (environment, its, answer) => {
		expect(await answerWith(await make({ environments: its }), { environment })).toBe(answer);
	});

	test('that has expired, or is not good yet, is a bad one', async () => {
		const now = Date.now();
		const clock = (offsetMs: number) => ({ clock: () => now + offsetMs });
		const certificate = await make({ notAfter: new Date(now + DAY_MS) });
		expect(await answerWith(certificate, clock(0))).toBe('200');
		expect(await answerWith(certificate, clock(2 * DAY_MS))).toBe('403 BadCertificate');
		expect(await answerWith(certificate, clock(-2 * DAY_MS))).toBe('403 BadCertificate');
	});

	test('that has really expired comes as far as to be told so', async () => {
		const certificate = await make({ notAfter: new Date(Date.now() - 1000) });
		expect(await answerWith(certificate)).toBe('403 BadCertificate');
	});

	test('from another authority is a bad one', async () => {
		const { clientAuthority } = await createIdentity();
		const certificate = await createClientCertificate(clientAuthority, { uid: APP });
		expect(await answerWith(certificate)).toBe('403 BadCertificate');
	});

	test('that is revoked is a bad one from then on, on open connections too', async () => {
		const simulator = await start();
		const client = await dial(simulator, { certificate: universal });
		expect(labelOf(await client.push({ token: PHONE }))).toBe('200');
		simulator.revokeClientCertificate(universal.certificate);
		expect(labelOf(await client.push({ token: PHONE }))).toBe('403 BadCertificate');
		const other = await dial(simulator, { certificate: single });
		expect(labelOf(await other.push({ token: PHONE }))).toBe('200');
	});

	test('of the wrong environment may also be told so by GOAWAY, as seen from Apple', async () => {
		const simulator = await start({ environment: 'production' });
		const debugData = '{"reason":"BadCertificateEnvironment"}';
		simulator.faults.add({ kind: 'goaway', onConnect: true, lastStreamId: 0, debugData });
		const client = await dial(simulator, { certificate: universal });
		await client.closed();
		expect(client.goAways).toEqual([{ errorCode: 0, lastStreamId: 0, debugData }]);
	});
});
