import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { appleCertificate, p12Of } from '../delivery/identity/certificateFiles.ts';
import { certificateOfKeys, encryptedKeys } from '../delivery/identity/encryptedKeys.ts';
import { keychainWithoutKey, legacyKeys, legacyPkcs12 } from '../delivery/identity/legacyFiles.ts';
import { pkcs12Files } from '../delivery/identity/pkcs12Files.ts';
import { loadHostModules } from '../engine/hostModules.ts';
import { InstalledPackage } from '../engine/installedPackage.ts';
import { fromEnvironment } from '../setup/environment.ts';
import { createIdentity } from '../simulator/identity.ts';

const n8nWorkflow = join(loadHostModules().folder, 'n8n-workflow');
const installed = new InstalledPackage(fromEnvironment('APNS_TARBALL'), n8nWorkflow);

afterAll(() => installed.remove());

/** Nothing listens there: the credential is read, and the connection fails. */
const NOWHERE = { environment: 'custom', baseUrl: 'https://127.0.0.1:1' };

/** Tests a credential in a process of its own, and lists the files of the package that it has loaded. */
const SCRIPT = `
const { Apns } = require('./dist/nodes/Apns/Apns.node.js');
const { test, data } = JSON.parse(process.env.GIVEN);
new Apns().methods.credentialTest[test].call({}, { data }).then(({ message }) => {
	const files = Object.keys(require.cache).filter((file) => file.startsWith(process.cwd()));
	console.log(JSON.stringify({ message, files: files.map((file) => require('path').basename(file)) }));
	process.exit();
});`;

function tested(test: string, data: object): { message: string; files: string[] } {
	const printed = execFileSync(process.execPath, ['-e', SCRIPT], {
		cwd: installed.folder,
		env: { GIVEN: JSON.stringify({ test, data: { ...NOWHERE, ...data } }) },
		encoding: 'utf8',
	});
	return JSON.parse(printed) as { message: string; files: string[] };
}

const ofCertificate = (data: object) => tested('apnsCertificateApiTest', data);
const p12 = (file: string, passphrase = 'secret') => ({ format: 'p12', p12: file, passphrase });
const pem = (privateKey: string) => ({
	...{ format: 'pem', certificate: certificateOfKeys, privateKey, passphrase: 'secret' },
});

const { teamId, keyId, privateKey } = await createIdentity();
const files = await appleCertificate();

describe('the file with the ciphers that OpenSSL 3 no longer has', () => {
	it.each([
		['a .p8 key', 'apnsApiTest', { teamId, keyId, privateKey }],
		['PEM', 'apnsCertificateApiTest', { format: 'pem', ...files }],
		['PEM with an encrypted key', 'apnsCertificateApiTest', pem(encryptedKeys.oldTripleDes)],
		['a .p12 file', 'apnsCertificateApiTest', p12(p12Of(files, 'secret'))],
		['a .p12 file of OpenSSL', 'apnsCertificateApiTest', p12(pkcs12Files.aes)],
		['a .p12 file in 3DES', 'apnsCertificateApiTest', p12(pkcs12Files.tripleDes)],
	])('is not loaded for %s', (_, test, data) => {
		const { message, files: loaded } = tested(test, data);
		expect(message).toContain('127.0.0.1 cannot be reached');
		expect(loaded).toEqual(['Apns.node.js']);
	});

	it.each([
		['a .p12 file of Keychain Access', p12(legacyPkcs12.keychain)],
		['a PEM key in RC2', pem(legacyKeys.oldRc2of128)],
		['a PEM key in DES', pem(encryptedKeys.oldDes)],
	])('is loaded for %s, which is read', (_, data) => {
		const { message, files: loaded } = ofCertificate(data);
		expect(message).toContain('127.0.0.1 cannot be reached');
		expect(loaded).toEqual(['Apns.node.js', 'legacyCiphers.js']);
	});

	it('does not change what is said about such a file', () => {
		expect(ofCertificate(p12(legacyPkcs12.keychain, 'wrong')).message).toContain(
			"'Passphrase' in the credential cannot be used",
		);
		expect(ofCertificate(p12(keychainWithoutKey)).message).toContain('no private key');
	});
});
