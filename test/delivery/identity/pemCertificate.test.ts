import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parsePemCertificate } from '../../../nodes/Apns/delivery/identity/pemCertificate.ts';
import { APP, appleCertificate, authorityCertificate, p12Of } from './certificateFiles.ts';
import { certificateOfKeys, encryptedKeys } from './encryptedKeys.ts';
import { expectNothingOf } from './expectNothingOf.ts';
import { legacyKeys, rareKeys, unreadableKeys } from './legacyFiles.ts';
import { appleKeyFile, bodyOf, otherFiles, pem } from './keyFiles.ts';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';

const { certificate, privateKey } = await appleCertificate();
const fingerprint = new X509Certificate(certificate).fingerprint256;
const key = createPrivateKey(privateKey);
const passphrase = 'secret';
const pkcs1 = String(key.export({ format: 'pem', type: 'pkcs1' }));
const encrypted = String(
	key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase }),
);
const oldEncrypted = String(
	key.export({ format: 'pem', type: 'pkcs1', cipher: 'aes-256-cbc', passphrase }),
);
const p8 = appleKeyFile();
const p12 = p12Of({ certificate, privateKey }, passphrase);
const others = await otherFiles(p8);

/** What `openssl pkcs12 -nodes` writes. */
const both = `Bag Attributes\n    friendlyName: ${APP}\n${certificate}Bag Attributes\nKey Attributes: <No Attributes>\n${privateKey}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

async function refusalOf(
	certificateText: string,
	keyText: string,
	password = '',
): Promise<CredentialFieldError> {
	try {
		await parsePemCertificate(certificateText, keyText, password);
	} catch (error) {
		expect(error).toBeInstanceOf(CredentialFieldError);
		expectNothingOf(`${certificateText}\n${keyText}`, error as Error);
		if (password !== '') expect((error as Error).message).not.toContain(password);
		return error as CredentialFieldError;
	}
	throw new Error('It was accepted');
}

describe('a certificate and a key in PEM', () => {
	it.each([
		['as they are', certificate, privateKey],
		['with CRLF', certificate.replaceAll('\n', '\r\n'), privateKey.replaceAll('\n', '\r\n')],
		['with blanks for newlines', certificate.replaceAll('\n', ' '), pkcs1.replaceAll('\n', ' ')],
		['with \\n typed', certificate.replaceAll('\n', '\\n'), privateKey.replaceAll('\n', '\\n')],
		[
			'with \\n escaped twice',
			certificate.replaceAll('\n', '\\\\n'),
			privateKey.replaceAll('\n', '\\\\n'),
		],
		['with quotes around', `"${certificate}"`, `"${privateKey}"`],
		['in base64 once more', base64(certificate), base64(privateKey)],
		['without their BEGIN lines', bodyOf(certificate), bodyOf(privateKey)],
		['with a key of PKCS#1', certificate, pkcs1],
		['with a key of PKCS#1 without BEGIN lines', certificate, bodyOf(pkcs1)],
		['in one text', both, ''],
		['in one text with blanks for newlines', both.replaceAll('\n', ' '), ''],
		['both in each field', both, both],
		['with a chain', certificate + authorityCertificate, privateKey],
		['with a chain in the other order', authorityCertificate + certificate, privateKey],
		['with an encrypted key', certificate, encrypted],
		['with an encrypted key and blanks for newlines', certificate, encrypted.replaceAll('\n', ' ')],
		['with a key encrypted in the old way', certificate, oldEncrypted],
		['with such a key and blanks for newlines', certificate, oldEncrypted.replaceAll('\n', ' ')],
		['with an encrypted key without BEGIN lines', certificate, bodyOf(encrypted)],
	])('are taken %s', async (_, certificateText, keyText) => {
		const parsed = await parsePemCertificate(certificateText, keyText, passphrase);
		expect(parsed).toMatchObject({
			fingerprint,
			topics: [APP, `${APP}.voip`, `${APP}.complication`],
		});
		const { cert, key: ownKey } = parsed.identity;
		expect(new X509Certificate(String(cert)).fingerprint256).toBe(fingerprint);
		expect(createPrivateKey(String(ownKey)).equals(key)).toBe(true);
	});

	const WITHOUT = 'private key without a certificate';
	it.each([
		['nothing', ' ', 'It is empty.'],
		['its key', privateKey, WITHOUT],
		['an encrypted key', encrypted, WITHOUT],
		['a .p8 key', p8, '.p8 key'],
		['a .p8 key without BEGIN lines', bodyOf(p8), '.p8 key'],
		['a signing request', others.request, 'signing request'],
		['a public key', others.publicKey, 'public key'],
		['half of it', certificate.slice(0, 500), 'END line'],
		['damaged', certificate.replace(/[A-Z]{3}/g, 'AAA'), 'cannot be read'],
		['prose', 'see the wiki', 'cannot be read'],
		['a .p12 file', p12, '.p12 file'],
		['a .p12 file as certutil writes it', pem('CERTIFICATE', p12), '.p12 file'],
		['a path', '/etc/ssl/push.pem', 'path of a file'],
		['a path on Windows', 'C:\\new\\push.cer', 'path of a file'],
		['cut off in its chain', certificate + authorityCertificate.slice(0, 200), 'END line'],
		['a whole disk', 'A'.repeat(200_001), 'too long'],
	])('the certificate is not %s', async (_, text, message) => {
		expect(await refusalOf(text, privateKey)).toMatchObject({
			field: 'certificate',
			message: expect.stringContaining(message),
		});
	});

	const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	it.each([
		['nothing', '', 'It is empty'],
		['the certificate', certificate, 'This is a certificate'],
		['a signing request', others.request, 'signing request'],
		['a public key', others.publicKey, 'public key'],
		['a .p8 key', p8, '.p8 key'],
		[
			'the key of another certificate',
			String(strangersKey.export({ format: 'pem', type: 'pkcs8' })),
			'does not belong to the certificate',
		],
		['half of it', privateKey.slice(0, 500), 'END line'],
		['damaged', privateKey.replace(/[a-z]{3}/g, 'AAA'), 'cannot be read'],
		['prose', 'see the wiki', 'cannot be read'],
		['a .p12 file', p12, '.p12 file'],
		['a path', '/etc/ssl/private/push.key', 'path of a file'],
		['a path on Windows', '"C:\\Users\\me\\push.key"', 'path of a file'],
		['an SSH key', pem('OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEA'), 'SSH key'],
	])('the key is not %s', async (_, text, message) => {
		expect(await refusalOf(certificate, text)).toMatchObject({
			field: 'privateKey',
			message: expect.stringContaining(message),
		});
	});

	it.each([
		['an encrypted key', encrypted],
		['a key encrypted in the old way', oldEncrypted],
	])('%s with a wrong passphrase, or none, names that field', async (_, keyText) => {
		expect(await refusalOf(certificate, keyText, 'nonsense')).toMatchObject({
			field: 'passphrase',
			message: 'It does not decrypt the private key.',
		});
		expect(await refusalOf(certificate, keyText)).toMatchObject({
			field: 'passphrase',
			message: expect.stringContaining('It is empty'),
		});
	});

	it.each(Object.entries({ ...encryptedKeys, ...legacyKeys, ...rareKeys }))(
		'a key of OpenSSL with %s is opened',
		async (_, keyText) => {
			const { identity } = await parsePemCertificate(certificateOfKeys, keyText, passphrase);
			const x509 = new X509Certificate(certificateOfKeys);
			expect(x509.checkPrivateKey(createPrivateKey(identity.key))).toBe(true);
			expect((await refusalOf(certificateOfKeys, keyText, 'nonsense')).field).toBe('passphrase');
		},
	);

	it.each([
		['SEED', unreadableKeys.oldSeed],
		['SEED', unreadableKeys.seed],
		['BF', unreadableKeys.blowfish],
	])(
		'a key in %s, which no library reads, says how to encrypt it again',
		async (cipher, keyText) => {
			for (const password of [passphrase, 'nonsense']) {
				const { field, message } = await refusalOf(certificateOfKeys, keyText, password);
				expect(field).toBe('privateKey');
				expect(message).toContain(`encrypted with ${cipher}`);
				expect(message.match(/openssl/g)).toHaveLength(1);
			}
		},
	);
});
