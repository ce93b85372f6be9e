import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parsePkcs12 } from '../../../nodes/Apns/delivery/identity/pkcs12.ts';
import { APP, appleCertificate, authorityCertificate, p12Of } from './certificateFiles.ts';
import { expectNothingOf } from './expectNothingOf.ts';
import { withIndefiniteLengths } from './indefinite.ts';
import { appleKeyFile, bodyOf } from './keyFiles.ts';
import { legacyPkcs12 } from './legacyPkcs12.ts';
import { pkcs12Files } from './pkcs12Files.ts';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';

const files = await appleCertificate();
const p12 = p12Of(files, 'secret');
const lines = (p12.match(/.{1,76}/g) ?? []).join('\n');

function refusalOf(pasted: string, passphrase = 'secret'): CredentialFieldError {
	try {
		parsePkcs12(pasted, passphrase);
	} catch (error) {
		expect(error).toBeInstanceOf(CredentialFieldError);
		expectNothingOf(pasted, error as Error);
		if (passphrase !== '') expect((error as Error).message).not.toContain(passphrase);
		return error as CredentialFieldError;
	}
	throw new Error('It was accepted');
}

describe('a .p12 file in base64', () => {
	it('says what the certificate is good for, and until when', () => {
		const x509 = new X509Certificate(files.certificate);
		expect(parsePkcs12(p12, 'secret')).toMatchObject({
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
	])('is taken %s', (_, pasted) => {
		expect(parsePkcs12(pasted, 'secret').topics[0]).toBe(APP);
	});

	it.each(['', 'pässwörd 🔑'])('is opened with the password "%s"', (password) => {
		expect(parsePkcs12(p12Of(files, password), password).topics[0]).toBe(APP);
	});

	it.each([
		['of OpenSSL 3', pkcs12Files.aes, 'secret'],
		['with triple DES, as of Windows', pkcs12Files.tripleDes, 'secret'],
		['with triple DES and a password of all kinds', pkcs12Files.tripleDesUnicode, 'pässwörd 🔑'],
		['with triple DES and an empty password', pkcs12Files.tripleDesEmpty, ''],
		['with triple DES and no password', pkcs12Files.tripleDesNone, ''],
		['of Java', pkcs12Files.java, 'secretsecret'],
	])('%s is opened, and not with another password', (_, file, password) => {
		expect(parsePkcs12(file, password)).toMatchObject({
			name: `Apple Push Services: ${APP}`,
			environments: ['production', 'sandbox'],
		});
		expect(refusalOf(file, 'wrong').field).toBe('passphrase');
	});

	it('with lengths that are not said is read', () => {
		for (const file of [p12, pkcs12Files.aes, pkcs12Files.tripleDes]) {
			const rewritten = withIndefiniteLengths(Buffer.from(file, 'base64'));
			expect(rewritten.subarray(0, 2).toString('hex')).toBe('3080');
			expect(parsePkcs12(rewritten.toString('base64'), 'secret').topics[0]).toBe(APP);
		}
	});

	it('shows the authorities in it to the server, after its own certificate', () => {
		const { identity } = parsePkcs12(pkcs12Files.aes, 'secret');
		const [own, authority, ...more] = identity.cert.split(/(?=-----BEGIN)/);
		expect(new X509Certificate(own!).checkIssued(new X509Certificate(authority!))).toBe(true);
		expect(more).toEqual([]);
		const extra = p12Of(files, 'secret', { certificates: [authorityCertificate] });
		expect(parsePkcs12(extra, 'secret').identity.cert.match(/BEGIN/g)).toHaveLength(2);
	});

	it.each(['', 'wrong'])('with the wrong password "%s" names that field', (password) => {
		expect(refusalOf(p12, password)).toMatchObject({
			field: 'passphrase',
			message: expect.stringContaining('does not open the .p12'),
		});
	});

	it('of Keychain Access says how to convert it', () => {
		const { field, message } = refusalOf(legacyPkcs12);
		expect(field).toBe('p12');
		expect(message).toContain('openssl pkcs12 -in Certificates.p12 -nodes -out certificate.pem');
		expect(message).toContain('-legacy');
		expect(refusalOf(legacyPkcs12, 'wrong').field).toBe('passphrase');
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
	])('is not %s', (_, pasted, message) => {
		expect(refusalOf(pasted)).toMatchObject({
			field: 'p12',
			message: expect.stringContaining(message),
		});
	});
});
