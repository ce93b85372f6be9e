import { generateKeyPairSync } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { freePort } from './freePort.ts';
import { N8nServer, type CredentialTestResult } from './N8nServer.ts';
import type { ClientCertificateTraits } from '../simulator/certificates/createClientCertificate.ts';
import {
	CERTIFICATE_CREDENTIAL_TYPE,
	CREDENTIAL_TYPE,
	simulatorCertificate,
	simulatorCredential,
} from './simulatorCredential.ts';

const DAY_MS = 24 * 60 * 60_000;

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

/** The same for a credential with a certificate. */
async function testCertificate(
	traits: Partial<ClientCertificateTraits> = {},
	changes: ICredentialDataDecryptedObject = {},
): Promise<CredentialTestResult> {
	const certificate = await simulator.createClientCertificate(traits);
	const data = { ...simulatorCertificate(simulator, certificate), ...changes };
	const credential = await n8n.createCredential('Tested', CERTIFICATE_CREDENTIAL_TYPE, data);
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
		message: expect.stringMatching(/Key ID/),
	});
});

test('a certificate in order is told with its topics, environments and last day', async () => {
	const { bundleId } = simulator.identity;
	const notAfter = new Date(Date.now() + 300 * DAY_MS);
	expect(await testCertificate({ notAfter })).toEqual({
		status: 'OK',
		message: `APNs accepts the credential. The certificate is valid for ${bundleId}, ${bundleId}.voip, ${bundleId}.complication in production and sandbox. It expires on ${notAfter.toISOString().slice(0, 10)}.`,
	});
});

test('a certificate that is about to expire', async () => {
	expect(await testCertificate({ notAfter: new Date(Date.now() + 8.5 * DAY_MS) })).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/accepts the credential.* in 8 days: create a new one/),
	});
});

test('a certificate that has expired', async () => {
	const traits = { notBefore: new Date(0), notAfter: new Date(Date.now() - DAY_MS) };
	expect(await testCertificate(traits)).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/expired on/),
	});
});

test('a certificate for the other environment', async () => {
	expect(await testCertificate({ environments: ['sandbox'] })).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/other APNs environment/),
	});
});

test('a wrong passphrase', async () => {
	expect(await testCertificate({}, { passphrase: 'wrong' })).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/'Passphrase'/),
	});
});

test('half a form for a certificate', async () => {
	expect(await testCertificate({}, { p12: ' ' })).toMatchObject({
		status: 'Error',
		message: expect.stringMatching(/'Certificate \(\.p12\)'.*is empty/),
	});
});

test('the key is never in a message or in the log', () => {
	const secret = simulator.identity.privateKey.split('\n')[1] ?? '';
	expect(secret).toHaveLength(64);
	expect(n8n.log).not.toContain(secret);
	expect(n8n.log).not.toMatch(/bearer |eyJ[\w-]+\.eyJ/);
});
