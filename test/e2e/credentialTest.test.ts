import { generateKeyPairSync } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { freePort } from './freePort.ts';
import { N8nServer, type CredentialTestResult } from './N8nServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';

let simulator: ApnsSimulator;
let n8n: N8nServer;

beforeAll(async () => {
	simulator = await ApnsSimulator.start({ environment: 'production' });
	n8n = await N8nServer.start({ environment: { N8N_LOG_LEVEL: 'debug' } });
});

beforeEach(() => {
	simulator.faults.clear();
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

/** Stores the credential with these changes and presses its Test button. */
async function testWith(
	changes: ICredentialDataDecryptedObject = {},
): Promise<CredentialTestResult> {
	const data = { ...simulatorCredential(simulator), ...changes };
	const credential = await n8n.createCredential('Tested', CREDENTIAL_TYPE, data);
	return await n8n.testCredential(credential, data);
}

test('a credential in order', async () => {
	expect(await testWith()).toMatchObject({ status: 'OK' });
});

test('a credential in order without a bundle ID', async () => {
	expect(await testWith({ bundleId: '' })).toMatchObject({ status: 'OK' });
});

test('nobody gets a notification from it', async () => {
	await testWith();
	expect(simulator.ledger.accepted).toBe(0);
});

test('nobody listens there', async () => {
	const result = await testWith({ baseUrl: `https://127.0.0.1:${await freePort()}` });
	expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(/reach/i) });
});

test('the certificate is not trusted', async () => {
	const result = await testWith({ caCertificate: '' });
	expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(/not trusted/i) });
});

test('a proxy in between that speaks HTTP/1.1', async () => {
	simulator.faults.add({ kind: 'wrongAlpn' });
	const result = await testWith();
	expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(/HTTP\/2/) });
});

test('the key cannot be read', async () => {
	const result = await testWith({ privateKey: simulator.identity.caCertificate });
	expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(/certificate/i) });
});

test('APNs does not know the key', async () => {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const otherKey = privateKey.export({ format: 'pem', type: 'pkcs8' });
	const result = await testWith({ privateKey: otherKey.toString() });
	expect(result).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/InvalidProviderToken/),
	});
});

test('the key belongs to another team', async () => {
	const result = await testWith({ teamId: 'OTHERTEAM1' });
	expect(result).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/InvalidProviderToken/),
	});
});

test('the key is for the other environment', async () => {
	const { teamId, keyId, privateKey } = simulator.addKey({ environments: ['sandbox'] });
	const result = await testWith({ teamId, keyId, privateKey });
	expect(result).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/environment/i),
	});
});

test('half a form, as n8n sends it while somebody still types', async () => {
	expect(await testWith({ teamId: '', keyId: '', privateKey: '' })).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/Team ID/),
	});
});

test('the key is never in a message or in the log', () => {
	const secret = simulator.identity.privateKey.split('\n')[1] ?? '';
	expect(secret).toHaveLength(64);
	expect(n8n.log).not.toContain(secret);
	expect(n8n.log).not.toMatch(/bearer |eyJ[\w-]+\.eyJ/);
});
