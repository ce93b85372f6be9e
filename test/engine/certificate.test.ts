import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { keychainP12 } from '../delivery/identity/keychainPkcs12.ts';
import { simulatorCertificate } from '../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import type { CertifiedKey } from '../simulator/certificates/authority.ts';
import type { ClientCertificateTraits } from '../simulator/certificates/createClientCertificate.ts';
import { payloadRemarks } from '../simulator/remarks/payloadRemarks.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

interface Wishes {
	readonly count?: number;
	readonly parameters?: INodeParameters;
	readonly traits?: Partial<ClientCertificateTraits>;
	readonly changes?: object;
}

async function run(simulator: ApnsSimulator, wishes: Wishes = {}) {
	const certificate = await simulator.createClientCertificate(wishes.traits);
	const credential = { ...simulatorCertificate(simulator, certificate), ...wishes.changes };
	return await runApns(engine(), simulator, {
		items: simulator.devices.addMany(wishes.count ?? 1).map((deviceToken) => ({ deviceToken })),
		parameters: { authentication: 'certificate', ...wishes.parameters },
		credentials: { apnsCertificateApi: credential },
	});
}

describe('with Authentication set to Certificate', () => {
	it('Check Health speaks of no provider token where the certificate cannot be used', async () => {
		const simulator = await startSimulator();
		const parameters = { resource: 'connection', operation: 'health' };
		const ran = await run(simulator, { parameters, changes: { certificate: 'x', p12: 'x' } });
		expect(results(ran)).toMatchObject([
			{ status: 'unhealthy', credentials: { valid: false }, providerToken: null },
		]);
	});

	it.each(['send', 'bulk'])(
		'%s sends to the app that the certificate is for',
		async (operation) => {
			const simulator = await startSimulator();
			const parameters = operation === 'bulk' ? { operation, title: 'Hello' } : {};
			const ran = await run(simulator, { count: 20, parameters });
			expect(ran.error).toBeUndefined();
			const topic = simulator.identity.bundleId;
			expect(results(ran)).toEqual(
				Array(20).fill(expect.objectContaining({ success: true, topic, environment: 'custom' })),
			);
			expect(simulator.ledger.accepted).toBe(20);
			expect(simulator.connections.providerTokensSeen.size).toBe(0);
		},
	);

	it('Check Health tells what the certificate is good for', async () => {
		const simulator = await startSimulator();
		const parameters = { resource: 'connection', operation: 'health' };
		const [report] = results(await run(simulator, { parameters }));
		const { bundleId } = simulator.identity;
		expect(report).toMatchObject({
			status: 'healthy',
			message: expect.stringContaining(
				`The certificate is valid for ${bundleId}, ${bundleId}.voip`,
			),
			credentials: { valid: true, reason: null },
			providerToken: null,
			certificate: {
				name: `Apple Push Services: ${bundleId}`,
				topics: [bundleId, `${bundleId}.voip`, `${bundleId}.complication`],
				environments: ['production', 'sandbox'],
			},
		});
		expect(simulator.ledger.accepted).toBe(0);
	});

	it.each([
		['an app', (app: string) => ({ uid: app, topics: [app] })],
		['VoIP services alone', (app: string) => ({ uid: `${app}.voip`, topics: [`${app}.voip`] })],
		['device management', () => ({ uid: 'com.apple.mgmt.External.1', topics: [] })],
	])('Check Health is content with a certificate for %s', async (_, traitsFor) => {
		const simulator = await startSimulator();
		const parameters = { resource: 'connection', operation: 'health' };
		const traits = traitsFor(simulator.identity.bundleId);
		expect(results(await run(simulator, { parameters, traits }))).toMatchObject([
			{ status: 'healthy' },
		]);
	});

	it('Check Health warns when a certificate is about to expire', async () => {
		const simulator = await startSimulator();
		const parameters = { resource: 'connection', operation: 'health' };
		const traits = { notAfter: new Date(Date.now() + 9.5 * 24 * 60 * 60_000) };
		expect(results(await run(simulator, { parameters, traits }))).toMatchObject([
			{ status: 'degraded', certificate: { expiresInDays: 9 }, credentials: { valid: true } },
		]);
	});

	it('MDM pushes are sent with their certificate', async () => {
		const simulator = await startSimulator();
		const uid = 'com.apple.mgmt.External.1';
		const [deviceToken = ''] = simulator.devices.addMany(1, { bundleId: uid });
		const certificate = await simulator.createClientCertificate({ uid, topics: [] });
		const ran = await runApns(engine(), simulator, {
			items: [{ deviceToken }],
			parameters: {
				authentication: 'certificate',
				pushType: 'mdm',
				payloadMode: 'json',
				payload: '{ "mdm": "PushMagic" }',
			},
			credentials: { apnsCertificateApi: simulatorCertificate(simulator, certificate) },
		});
		expect(results(ran)).toMatchObject([{ success: true, topic: uid }]);
	});

	it.each([
		['location', 'only with a key'],
		['fileprovider', 'only with a key'],
		['widgets', 'The certificate is not valid for the topic'],
	])('%s is refused before it is sent', async (pushType, message) => {
		const simulator = await startSimulator();
		const parameters = { pushType, payloadMode: 'json', payload: '{}' };
		const ran = await run(simulator, { parameters });
		expect(results(ran)).toMatchObject([
			{
				errorCode: 'BAD_REQUEST',
				action: 'fixNotification',
				outcome: 'notSent',
				message: expect.stringContaining(message),
			},
		]);
		expect(simulator.connections.attempts).toBe(0);
	});

	it('the topic of another app is refused before it is sent, and its own is sent', async () => {
		const simulator = await startSimulator();
		const { bundleId } = simulator.identity;
		const [one = '', two = ''] = simulator.devices.addMany(2);
		const certificate = await simulator.createClientCertificate();
		const ran = await runApns(engine(), simulator, {
			items: [
				{ deviceToken: one, topic: 'com.example.other' },
				{ deviceToken: two, topic: bundleId },
			],
			parameters: { authentication: 'certificate', topic: '={{ $json.topic }}' },
			credentials: { apnsCertificateApi: simulatorCertificate(simulator, certificate) },
		});
		expect(results(ran)).toMatchObject([
			{ outcome: 'notSent', message: expect.stringContaining(`It is valid for ${bundleId},`) },
			{ outcome: 'accepted' },
		]);
	});

	it.each([
		['an expired certificate', { traits: { notBefore: new Date(0), notAfter: new Date(1e12) } }],
		['a certificate that OpenSSL refuses', { traits: { keyBits: 512 } }],
		['a wrong passphrase', { changes: { passphrase: 'wrong' } }],
		['a damaged file', { changes: { p12: 'MIIL8AIBAz' } }],
	])('%s fails the node before anybody connects', async (_, wishes) => {
		const simulator = await startSimulator();
		const { error } = await run(simulator, wishes);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining('in the credential cannot be used'),
		});
		expect(simulator.connections.attempts).toBe(0);
	});

	it('one for the other environment fails the node at the first answer', async () => {
		const simulator = await startSimulator({ environment: 'production' });
		const { error } = await run(simulator, { count: 10, traits: { environments: ['sandbox'] } });
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining('BadCertificateEnvironment'),
		});
		expect(simulator.ledger.accepted).toBe(0);
	});
});

describe('with Authentication set to Key', () => {
	it('mdm is refused before it is sent, with the way out', async () => {
		const simulator = await startSimulator();
		const [deviceToken = ''] = simulator.devices.addMany(1);
		const ran = await runApns(engine(), simulator, {
			items: [{ deviceToken }],
			parameters: { pushType: 'mdm', topic: 'com.apple.mgmt.External.1', pushMagic: 'magic' },
		});
		expect(results(ran)).toMatchObject([
			{ outcome: 'notSent', message: expect.stringContaining('Set Authentication to Certificate') },
		]);
		expect(simulator.connections.attempts).toBe(0);
	});
});

describe('passes', () => {
	const PASS_TYPE = 'pass.com.example.card';
	const PARAMETERS = {
		...{ authentication: 'certificate', pushType: 'wallet', topic: '' },
		deviceToken: '={{ $json.deviceToken }}',
	};

	async function start() {
		const simulator = await startSimulator({ environment: 'production' });
		const passes = simulator.devices.addMany(3, { bundleId: PASS_TYPE }, 'pass');
		return { simulator, items: passes.map((deviceToken) => ({ deviceToken })) };
	}

	it.each(['send', 'bulk'])(
		'are updated by %s with the certificate that signs them',
		async (operation) => {
			const { simulator, items } = await start();
			const certificate = await simulator.createPassCertificate();
			const ran = await runApns(engine(), simulator, {
				items,
				parameters: { ...PARAMETERS, operation },
				credentials: { apnsCertificateApi: simulatorCertificate(simulator, certificate) },
			});
			expect(results(ran)).toMatchObject(Array(3).fill({ success: true, topic: PASS_TYPE }));
			expect(simulator.ledger.entries.flatMap(payloadRemarks)).toEqual([]);
			expect(simulator.ledger.entries).toMatchObject(
				Array(3).fill({ payload: '{}', pushType: 'alert', priority: 10, topic: PASS_TYPE }),
			);
			expect(simulator.connections.providerTokensSeen.size).toBe(0);
		},
	);

	it('are updated with a file of Keychain Access', async () => {
		const { simulator, items } = await start();
		const certificate = await simulator.createPassCertificate();
		const app = await simulator.createClientCertificate();
		const credential = {
			...simulatorCertificate(simulator, certificate),
			format: 'p12',
			p12: keychainP12([app, certificate], 'pässwörd 🔑'),
			passphrase: 'pässwörd 🔑',
			bundleId: PASS_TYPE,
		};
		const ran = await runApns(engine(), simulator, {
			items,
			parameters: PARAMETERS,
			credentials: { apnsCertificateApi: credential },
		});
		expect(results(ran)).toMatchObject(Array(3).fill({ success: true, topic: PASS_TYPE }));
	});

	it('Check Health names their certificate', async () => {
		const { simulator, items } = await start();
		const certificate = await simulator.createPassCertificate();
		const ran = await runApns(engine(), simulator, {
			items,
			parameters: { authentication: 'certificate', resource: 'connection', operation: 'health' },
			credentials: { apnsCertificateApi: simulatorCertificate(simulator, certificate) },
		});
		expect(results(ran)).toMatchObject([
			{
				status: 'healthy',
				message: expect.stringContaining(`valid for ${PASS_TYPE} in production`),
				certificate: { name: `Pass Type ID: ${PASS_TYPE}`, topics: [PASS_TYPE] },
			},
		]);
	});

	const refused = async (
		simulator: ApnsSimulator,
		items: ReadonlyArray<{ deviceToken: string }>,
		certificate: CertifiedKey | undefined,
		parameters: INodeParameters,
	) => {
		const ran = await runApns(engine(), simulator, {
			items: [...items],
			parameters: { ...PARAMETERS, ...parameters },
			...(certificate && {
				credentials: { apnsCertificateApi: simulatorCertificate(simulator, certificate) },
			}),
		});
		expect(simulator.connections.attempts).toBe(0);
		const [result] = results(ran);
		expect(result).toMatchObject({ errorCode: 'BAD_REQUEST', outcome: 'notSent' });
		return result?.['message'];
	};

	it('with an app’s certificate, or an app with theirs, are refused before sending', async () => {
		const { simulator, items } = await start();
		const [passes, app] = [
			await simulator.createPassCertificate(),
			await simulator.createClientCertificate(),
		];
		expect(await refused(simulator, items, app, { topic: PASS_TYPE })).toContain(
			'The certificate is for the app com.example.app, not for passes.',
		);
		const alert = { pushType: 'alert', title: 'Hello' };
		expect(
			await refused(simulator, items, passes, { ...alert, topic: 'com.example.app' }),
		).toContain(`The certificate is a Pass Type ID certificate, for ${PASS_TYPE}.`);
		const other = { topic: 'pass.com.example.ticket' };
		expect(await refused(simulator, items, passes, other)).toContain('Check Pass Type Identifier');
	});
});
