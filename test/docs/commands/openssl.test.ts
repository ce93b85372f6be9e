import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCertificateCredential } from '../../../nodes/Apns/actions/credential/certificateCredential.ts';
import { readCredential } from '../../../nodes/Apns/actions/credential/keyCredential.ts';
import { needs } from '../../setup/needs.ts';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';
import { createAuthority, type CertifiedKey } from '../../simulator/certificates/authority.ts';
import { createClientCertificate } from '../../simulator/certificates/createClientCertificate.ts';
import { createIdentity } from '../../simulator/identity.ts';
import { CommandsToRun } from './documentedCommands.ts';
import { runShell } from './runShell.ts';

const BUNDLE_ID = 'com.example.app';
const PASSWORD = 'secret';
const OF_BOTH = { environment: 'production', bundleId: BUNDLE_ID };

const commands = new CommandsToRun(import.meta.filename);

describe('the commands of docs/credentials.md', needs('openssl'), () => {
	let authority: CertifiedKey;
	let folder: string;
	const write = (name: string, content: string | Buffer) =>
		writeFileSync(join(folder, name), content);
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');

	beforeAll(async () => {
		authority = await createAuthority('Apple');
	});

	beforeEach(() => {
		folder = temporaryFolder('openssl');
	});

	afterAll(() => expect(commands.left).toEqual([]));

	test('write a key on one line, which the credential takes', async () => {
		const { privateKey, teamId, keyId } = await createIdentity();
		write('AuthKey_FGHIJ67890.p8', privateKey);
		const { stdout } = await runShell(commands.takeOne('openssl base64 '), { folder });
		expect(stdout.trim()).toMatch(/^\S+$/);
		const data = { ...OF_BOTH, teamId, keyId, privateKey: stdout };
		expect(readCredential(data).signingKey).toBeDefined();
	});

	test('request a certificate and convert what Apple issues, which the credential takes', async () => {
		await runShell(commands.takeOne('openssl req '), { folder });
		expect(read('request.csr')).toContain('BEGIN CERTIFICATE REQUEST');
		const key = read('key.pem');
		const issued = await createClientCertificate(authority, { uid: BUNDLE_ID, privateKey: key });
		write('aps.cer', new X509Certificate(issued.certificate).raw);

		await runShell(commands.takeOne('openssl x509 '), { folder });
		const certificate = read('certificate.pem');
		const data = { ...OF_BOTH, format: 'pem', certificate, privateKey: key };
		expect((await readCertificateCredential(data)).clientCertificate?.topics).toContain(BUNDLE_ID);
	});

	test('write a .p12 file as text, one as Keychain Access makes it included, which the credential takes', async () => {
		const issued = await createClientCertificate(authority, { uid: BUNDLE_ID });
		write('both.pem', issued.certificate + issued.privateKey);
		const command = commands.takeOne('base64 -w 0 ');
		for (const algorithm of ['', '-legacy']) {
			const out = `-out Certificates.p12 -passout pass:${PASSWORD}`;
			await runShell(`openssl pkcs12 -export ${algorithm} -in both.pem ${out}`, { folder });
			const { stdout } = await runShell(command, { folder });
			const data = { ...OF_BOTH, format: 'p12', p12: stdout, passphrase: PASSWORD };
			const { clientCertificate } = await readCertificateCredential(data);
			expect(clientCertificate?.topics).toContain(BUNDLE_ID);
		}
	});
});
