import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createIdentity, loadOrCreateIdentity } from './identity.ts';

test('the server certificate is signed by the CA and good for all its names', async () => {
	const { server, caCertificate } = await createIdentity();
	const certificate = new X509Certificate(server.certificate);
	const ca = new X509Certificate(caCertificate);
	expect(ca.ca).toBe(true);
	expect([certificate.checkIssued(ca), certificate.verify(ca.publicKey)]).toEqual([true, true]);
	for (const host of [
		'localhost',
		'api.push.apple.com',
		'api.sandbox.push.apple.com',
		'api-manage-broadcast.push.apple.com',
	]) {
		expect(certificate.checkHost(host)).toBe(host);
	}
	for (const ip of ['127.0.0.1', '::1']) expect(certificate.checkIP(ip)).toBeDefined();
});

test('the key is a P-256 PKCS#8 key, the IDs have ten characters', async () => {
	const { privateKey, teamId, keyId } = await createIdentity();
	expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
	expect(createPrivateKey(privateKey).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
	expect([teamId, keyId]).toEqual([
		expect.stringMatching(/^[A-Z0-9]{10}$/),
		expect.stringMatching(/^[A-Z0-9]{10}$/),
	]);
});

test('an identity kept in a folder is found again, and nobody else may read it', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'apns-simulator-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	const made = await loadOrCreateIdentity(join(folder, 'state'));
	expect(await loadOrCreateIdentity(join(folder, 'state'))).toEqual(made);
	const { mode } = await stat(join(folder, 'state', 'identity.json'));
	expect(mode & 0o077).toBe(0);
});

test('an identity of an older simulator gets what it lacks, and keeps what it has', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'apns-simulator-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	const { clientAuthority, ...older } = await createIdentity();
	await writeFile(join(folder, 'identity.json'), JSON.stringify(older));
	const completed = await loadOrCreateIdentity(folder);
	expect(completed).toMatchObject(older);
	expect(completed.clientAuthority).not.toEqual(clientAuthority);
	expect(await loadOrCreateIdentity(folder)).toEqual(completed);
});
