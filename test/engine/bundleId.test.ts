import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCertificate, simulatorCredential } from '../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { createIdentity } from '../simulator/identity.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import type { Credentials } from './Engine.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

const APP = 'com.acme.voip';

async function start(): Promise<ApnsSimulator> {
	return await startSimulator({ identity: await createIdentity({ bundleId: APP }) });
}

/** A name, the node's Authentication, and its credential. */
type Way = readonly [string, string, (simulator: ApnsSimulator) => Promise<Credentials>];

const WAYS: readonly Way[] = [
	[
		'a key',
		'token',
		async (simulator: ApnsSimulator) => ({ apnsApi: simulatorCredential(simulator) }),
	],
	[
		'a certificate',
		'certificate',
		async (simulator: ApnsSimulator) => {
			const certificate = await simulator.createClientCertificate();
			return { apnsCertificateApi: simulatorCertificate(simulator, certificate) };
		},
	],
	[
		'a certificate that lists no topics',
		'certificate',
		async (simulator: ApnsSimulator) => {
			const certificate = await simulator.createClientCertificate({ topics: [] });
			return { apnsCertificateApi: simulatorCertificate(simulator, certificate) };
		},
	],
];

async function run(
	[, authentication, credentialsOf]: Way,
	simulator: ApnsSimulator,
	parameters: INodeParameters = {},
) {
	return await runApns(engine(), simulator, {
		items: simulator.devices.addMany(2).map((deviceToken) => ({ deviceToken })),
		parameters: { authentication, ...parameters },
		credentials: await credentialsOf(simulator),
	});
}

describe('an app called com.acme.voip', () => {
	it.each(WAYS)('gets its alerts with %s, and no word on its name', async (...way) => {
		const simulator = await start();
		const ran = await run(way, simulator);
		expect(results(ran)).toMatchObject(Array(2).fill({ success: true, topic: APP }));
		expect(JSON.stringify(ran.hints)).not.toContain('push-type suffix');
	});

	it.each(WAYS.slice(0, 2))('gets its VoIP pushes with %s', async (...way) => {
		const simulator = await start();
		for (const topic of ['', APP]) {
			const ran = await run(way, simulator, { pushType: 'voip', topic });
			const expected = { success: true, topic: `${APP}.voip` };
			expect(results(ran)).toMatchObject(Array(2).fill(expected));
		}
	});

	it.each(WAYS)('is healthy with %s', async (...way) => {
		const simulator = await start();
		const ran = await run(way, simulator, { resource: 'connection', operation: 'health' });
		expect(results(ran)).toMatchObject([{ status: 'healthy' }]);
	});
});
