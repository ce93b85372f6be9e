import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parsePkcs12 } from '../../../nodes/Apns/delivery/identity/pkcs12.ts';
import { APP, appleCertificate, authorityCertificate, p12Of } from './certificateFiles.ts';
import { expectNothingOf } from './expectNothingOf.ts';
import { withIndefiniteLengths } from './indefinite.ts';
import { appleKeyFile, bodyOf } from './keyFiles.ts';
import { keychainWithoutKey, legacyPkcs12 } from './legacyFiles.ts';
import { pkcs12Files } from './pkcs12Files.ts';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';

const files = await appleCertificate();
const p12 = p12Of(files, 'secret');
const lines = (p12.match(/.{1,76}/g) ?? []).join('\n');

async function refusalOf(pasted: string, passphrase = 'secret'): Promise<CredentialFieldError> {
	try {
		await parsePkcs12(pasted, passphrase);
	} catch (error) {
		expect(error).toBeInstanceOf(CredentialFieldError);
		expectNothingOf(pasted, error as Error);
		if (passphrase !== '') expect((error as Error).message).not.toContain(passphrase);
		return error as CredentialFieldError;
	}
	throw new Error('It was accepted');
}

describe('a .p12 file in base64', () => {
	it('says what the certificate is good for, and until when', async () => {
		const x509 = new X509Certificate(files.certificate);
		expect(await parsePkcs12(p12, 'secret')).toMatchObject({
			fingerprint: x509.fingerprint256,
			name: `Apple Push Services: ${APP}`,
			topics: [APP, `${APP}.voip`, `${APP}.complication`],
			environments: ['production', 'sandbox'],
			validFrom: x509.validFromDate,
			validTo: x509.validToDate,
		});
	});

	it.each([
		['in lines', lines],
		['in lines with CRLF', lines.replaceAll('\n', '\r\n')],
		['in lines that became blanks', lines.replaceAll('\n', ' ')],
		['in lines with \\n typed', lines.replaceAll('\n', '\\n')],
		['with quotes around', `"${p12}"`],
		['as a data URL', `data:application/x-pkcs12;base64,${p12}`],
		[
			'as certutil -encode writes it',
			`-----BEGIN CERTIFICATE-----\r\n${lines}\r\n-----END CERTIFICATE-----\r\n`,
		],
	])('is taken %s', async (_, pasted) => {
		expect((await parsePkcs12(pasted, 'secret')).topics[0]).toBe(APP);
	});

	it.each(['', 'pässwörd 🔑'])('is opened with the password "%s"', async (password) => {
		expect((await parsePkcs12(p12Of(files, password), password)).topics[0]).toBe(APP);
	});

	it.each([
		['of OpenSSL 3', pkcs12Files.aes, 'secret'],
		['with triple DES, as of Windows', pkcs12Files.tripleDes, 'secret'],
		['with triple DES and a password of all kinds', pkcs12Files.tripleDesUnicode, 'pässwörd 🔑'],
		['with triple DES and an empty password', pkcs12Files.tripleDesEmpty, ''],
		['with triple DES and no password', pkcs12Files.tripleDesNone, ''],
		['of Java', pkcs12Files.java, 'secretsecret'],
		['of Keychain Access', legacyPkcs12.keychain, 'secret'],
		['of Keychain Access, password of all kinds', legacyPkcs12.keychainUnicode, 'pässwörd 🔑'],
		['of Keychain Access, empty password', legacyPkcs12.keychainEmpty, ''],
		['of Keychain Access, no password', legacyPkcs12.keychainNone, ''],
		['with RC2 of 128 bits', legacyPkcs12.rc2of128, 'secret'],
		['with RC4', legacyPkcs12.rc4, 'secret'],
	])('%s is opened, and not with another password', async (_, file, password) => {
		expect(await parsePkcs12(file, password)).toMatchObject({
			name: `Apple Push Services: ${APP}`,
			environments: ['production', 'sandbox'],
		});
		expect((await refusalOf(file, 'wrong')).field).toBe('passphrase');
	});

	it('with lengths that are not said is read', async () => {
		for (const file of [p12, pkcs12Files.aes, pkcs12Files.tripleDes, legacyPkcs12.keychain]) {
			const rewritten = withIndefiniteLengths(Buffer.from(file, 'base64'));
			expect(rewritten.subarray(0, 2).toString('hex')).toBe('3080');
			expect((await parsePkcs12(rewritten.toString('base64'), 'secret')).topics[0]).toBe(APP);
		}
	});

	it('shows the authorities in it to the server, after its own certificate', async () => {
		const { identity } = await parsePkcs12(pkcs12Files.aes, 'secret');
		const [own, authority, ...more] = identity.cert.split(/(?=-----BEGIN)/);
		expect(new X509Certificate(own!).checkIssued(new X509Certificate(authority!))).toBe(true);
		expect(more).toEqual([]);
		const extra = p12Of(files, 'secret', { certificates: [authorityCertificate] });
		expect((await parsePkcs12(extra, 'secret')).identity.cert.match(/BEGIN/g)).toHaveLength(2);
	});

	it.each(['', 'wrong'])('with the wrong password "%s" names that field', async (password) => {
		expect(await refusalOf(p12, password)).toMatchObject({
			field: 'passphrase',
			message: expect.stringContaining('does not open the .p12'),
		});
	});

	it('of Keychain Access without the key says so, and how to export both', async () => {
		expect(await refusalOf(keychainWithoutKey)).toMatchObject({
			field: 'p12',
			message: expect.stringMatching(/a certificate, but no private key.*My Certificates/),
		});
		expect((await refusalOf(keychainWithoutKey, 'wrong')).field).toBe('passphrase');
	});

	it.each([
		['nothing', ' \n', 'is empty'],
		['the file itself', '0\u0082\u000b\u0080\u0002\u0001', 'not base64'],
		['half of it', p12.slice(0, 1000), 'cut off, damaged'],
		['another file', Buffer.from('{"a":1}').toString('base64'), 'cut off, damaged'],
		['the certificate alone', bodyOf(files.certificate), 'no private key'],
		['a certificate in PEM', files.certificate, 'PEM text'],
		['a key in PEM', files.privateKey, 'PEM text'],
		['a .p8 key', appleKeyFile(), 'Apple Push (APNs) API'],
		['half a .p8 key', appleKeyFile().slice(0, 99), 'Apple Push (APNs) API'],
		['PEM in base64', Buffer.from(files.certificate).toString('base64'), 'PEM text'],
		['its path', '/Users/jane/push.p12', 'path of a file'],
		['its path on Windows', '"C:\\Users\\Jane\\push.p12"', 'path of a file'],
		['its name', 'push.p12', 'path of a file'],
		['a key alone', bodyOf(files.privateKey), 'cut off, damaged, or another kind of file'],
		['a whole disk', 'A'.repeat(200_001), 'too long'],
	])('is not %s', async (_, pasted, message) => {
		expect(await refusalOf(pasted)).toMatchObject({
			field: 'p12',
			message: expect.stringContaining(message),
		});
	});
});
