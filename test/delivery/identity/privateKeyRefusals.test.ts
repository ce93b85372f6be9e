import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
import { expectNothingOf } from './expectNothingOf.ts';
import { appleCertificate, p12Of } from './certificateFiles.ts';
import { appleKeyFile, bodyOf, otherFiles, pem } from './keyFiles.ts';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';

const APPLE = appleKeyFile();
const SECRET = createPrivateKey(APPLE).export({ format: 'jwk' }).d;
const P12 = p12Of(await appleCertificate(), 'secret');
const files = await otherFiles(APPLE);
const ecParameters = pem('EC PARAMETERS', 'BggqhkjOPQMBBw==');
const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJBQkNERTEyMzQ1IiwiaWF0IjoxfQ.c2lnbmF0dXJlc2ln';

function refusalOf(pasted: string): string {
	try {
		parsePrivateKey(pasted);
	} catch (error) {
		expect(error).toBeInstanceOf(CredentialFieldError);
		expectNothingOf(pasted, error as Error);
		return (error as Error).message;
	}
	throw new Error('It was accepted');
}

/** Expects a key, or an error that reveals nothing. */
function expectKeyOrRefusal(pasted: string): 'key' | 'refusal' {
	try {
		expect(parsePrivateKey(pasted).export({ format: 'jwk' }).d).toBe(SECRET);
		return 'key';
	} catch (error) {
		if (!(error instanceof CredentialFieldError)) throw error;
		expectNothingOf(pasted, error);
		return 'refusal';
	}
}

const CERTIFICATE = 'This is a certificate, not a private key.';
const PUBLIC = 'This is a public key, not a private key.';
const RSA = 'This is an RSA private key; APNs uses P-256.';
const SEC1 = 'This is an EC private key in SEC1 form';
const ENCRYPTED = 'This private key is encrypted with a password';
const FOREIGN = 'it contains characters that a .p8 file never has';
const CUT_OFF = 'The private key is cut off';
const PATH = 'This is the name or path of a file, not its content.';
const EMPTY = 'The private key is empty.';

describe('what is no APNs key gets a sentence of its own, and none of it is repeated', () => {
	const cases: ReadonlyArray<[string, string, string]> = [
		['a certificate', files.certificate, CERTIFICATE],
		['a certificate without BEGIN and END', bodyOf(files.certificate), CERTIFICATE],
		['a certificate request', files.request, 'This is a certificate signing request'],
		['a public key', files.publicKey, PUBLIC],
		['a public key without BEGIN and END', bodyOf(files.publicKey), PUBLIC],
		['an RSA public key', files.rsaPublicKey, PUBLIC],
		['an RSA public key in PKCS#1', files.rsaPublicKeyPkcs1, PUBLIC],
		['an RSA key', files.rsa, 'This is a private key of type RSA'],
		['an RSA key without BEGIN and END', bodyOf(files.rsa), 'This is a private key of type RSA'],
		['an RSA key in PKCS#1', files.rsaPkcs1, RSA],
		['an RSA key in PKCS#1 without BEGIN and END', bodyOf(files.rsaPkcs1), RSA],
		['a P-384 key', files.p384, 'on the curve secp384r1'],
		['a P-384 key without BEGIN and END', bodyOf(files.p384), 'on the curve secp384r1'],
		['a secp256k1 key', files.p256k1, 'on the curve secp256k1'],
		['an Ed25519 key', files.ed25519, 'This is a private key of type ED25519'],
		['a SEC1 key', files.sec1, SEC1],
		['a SEC1 key without BEGIN and END', bodyOf(files.sec1), SEC1],
		['a SEC1 key behind its parameters', ecParameters + files.sec1, SEC1],
		['an encrypted key', files.encrypted, ENCRYPTED],
		['an encrypted key without BEGIN and END', bodyOf(files.encrypted), ENCRYPTED],
		['an SSH key', pem('OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEA'), 'This is an SSH key.'],
		['a certificate before its key', files.certificate + APPLE, CERTIFICATE],
		['nothing', '', EMPTY],
		['blanks', ' \r\n\t ', EMPTY],
		['quotes', '""', EMPTY],
		['a byte order mark', '\uFEFF', EMPTY],
		['a JWT', JWT, FOREIGN],
		['a JWK', files.jwk, FOREIGN],
		['the name of the file', 'AuthKey_ABCDE12345.p8', PATH],
		['its path', '/home/me/AuthKey.p8', PATH],
		['its path without an ending', '/home/me/AuthKey', PATH],
		['its path from home', '~/Downloads/AuthKey_ABCDE12345.p8', PATH],
		['its path on Windows', 'C:\\Users\\me\\Downloads\\AuthKey.p8', PATH],
		['its path on Windows, as n8n takes it', 'C:/new/AuthKey.p8', PATH],
		['its path on a share', '\\\\server\\new\\AuthKey.p8', PATH],
		['its path, escaped', '"C:\\\\Users\\\\me\\\\AuthKey.p8"', PATH],
		['its path as a URL', 'file:///home/me/AuthKey.p8', PATH],
		['its path from here', './AuthKey.p8', PATH],
		['a .p12 file', P12, 'This is a .p12 file'],
		['a DSA key', pem('DSA PRIVATE KEY', 'MAA='), 'This is a DSA private key'],
		['an n8n expression', '={{ $json.key }}', FOREIGN],
		['emoji', '🔑', FOREIGN],
		['a key with a foreign character', APPLE.replace(/.{40}(?=\n)/, '$&*'), FOREIGN],
		['other base64', Buffer.alloc(138, 'no key').toString('base64'), 'This is not a private key.'],
		['a key without its END line', APPLE.replace(/-----END.*/, ''), CUT_OFF],
		['a certificate without its END line', files.certificate.slice(0, 99), CERTIFICATE],
		['a key without its first line', APPLE.split('\n').slice(2).join('\n'), 'not a private key'],
		['BEGIN and END with nothing between', pem('PRIVATE KEY', ''), FOREIGN],
	];
	it.each(cases)('%s', (_, pasted, sentence) => {
		expect(refusalOf(pasted)).toContain(sentence);
		expect(refusalOf(pasted)).toContain('Paste the whole .p8 file');
	});

	it.each(cases.filter(([, pasted]) => pasted.includes('-----BEGIN')))(
		'%s, the file in base64',
		(_, pasted, sentence) => {
			expect(refusalOf(Buffer.from(pasted).toString('base64'))).toContain(sentence);
		},
	);
});

describe('a key that was cut off', () => {
	const file = APPLE.trim();

	it.each([
		['a file', file],
		['a file without BEGIN and END', bodyOf(file)],
		['a file in base64', Buffer.from(file).toString('base64').replace(/=+$/, '')],
	])('at any length is refused, and none of it is repeated: %s', (_, whole) => {
		for (let length = 0; length < whole.length; length += 1) refusalOf(whole.slice(0, length));
		expect(expectKeyOrRefusal(whole)).toBe('key');
	});

	it.each([24, 60, 120, 183])('after %i letters of its body is called cut off', (letters) => {
		const body = bodyOf(file).slice(0, letters);
		expect(refusalOf(body)).toContain(CUT_OFF);
		expect(refusalOf(pem('PRIVATE KEY', body))).toContain(CUT_OFF);
	});

	it('at both ends is refused, or still the key', () => {
		const texts = [file, Buffer.from(file).toString('base64'), JSON.stringify(file)];
		fc.assert(
			fc.property(fc.constantFrom(...texts), fc.nat(400), fc.nat(400), (text, from, to) => {
				expectKeyOrRefusal(text.slice(from, -to || undefined));
			}),
			{ numRuns: 300 },
		);
	});
});

describe('whatever is pasted', () => {
	const line = fc.constantFrom(
		...APPLE.split('\n'),
		...files.rsa.split('\n'),
		'\\n',
		'"',
		'\uFEFF',
	);
	const bytes = fc.uint8Array({ maxLength: 200 });

	it('is refused without being repeated, where it is not the key', () => {
		const random = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 300 }),
			bytes.map((some) => Buffer.from(some).toString('base64')),
			bytes.map((some) => pem('PRIVATE KEY', Buffer.from(some).toString('base64'))),
			// Bytes that start like a key.
			bytes.map((some) => Buffer.from([0x30, 0x81, 0x87, 2, 1, 0, ...some]).toString('base64')),
			fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n')),
		);
		fc.assert(
			fc.property(random, (pasted) => void expectKeyOrRefusal(pasted)),
			{ numRuns: 300 },
		);
	});

	it.each([
		['blanks', `a${' '.repeat(1e7)}b`],
		['BEGIN lines', '-----BEGIN PRIVATE KEY-----'.repeat(4e5)],
		['base64', 'MIGT'.repeat(2.5e6)],
		['backslashes', '\\n'.repeat(5e6)],
	])('is refused at once where it is 10 MB of %s', (_, pasted) => {
		expect(() => parsePrivateKey(pasted)).toThrow('too long');
	});
});
