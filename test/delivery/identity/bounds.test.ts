import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCertificateCredential } from '../../../nodes/Apns/actions/credential/certificateCredential.ts';
import { readCredential } from '../../../nodes/Apns/actions/credential/keyCredential.ts';
import { SetupError } from '../../../nodes/Apns/actions/errors/SetupError.ts';
import {
	der,
	integer,
	objectIdentifier,
	octetString,
	sequence,
} from '../../simulator/certificates/der.ts';
import { APP, appleCertificate, authorityCertificate, p12Of } from './certificateFiles.ts';
import { certificateOfKeys, encryptedKeys } from './encryptedKeys.ts';
import { appleKeyFile, bodyOf, pem } from './keyFiles.ts';
import { legacyKeys, legacyPkcs12, rareKeys } from './legacyFiles.ts';
import { pkcs12Files } from './pkcs12Files.ts';

/** No credential may block n8n for 100 ms; the limit is twice that, for busy machines. */
const LIMIT_MS = 200;

/** Processor time, because other programs may be busy; the minimum of three runs. */
async function cpuMsOf(run: () => unknown): Promise<number> {
	const times: number[] = [];
	for (let runs = 0; runs < 3; runs += 1) {
		const before = process.cpuUsage();
		await run();
		const { user, system } = process.cpuUsage(before);
		times.push((user + system) / 1000);
	}
	return Math.min(...times);
}

const files = await appleCertificate();
const KEY = { teamId: 'TEAM123456', keyId: 'KEY1234567', privateKey: appleKeyFile() };
const PEM = { format: 'pem', ...files, passphrase: 'secret' };
const P12 = { format: 'p12', p12: p12Of(files, 'secret'), passphrase: 'secret' };

type Data = Record<string, string>;

/** The message about a credential; empty if it is accepted. */
async function said(data: Data): Promise<string> {
	try {
		if (data.teamId === undefined) await readCertificateCredential(data);
		else readCredential(data);
		return '';
	} catch (error) {
		expect(error).toBeInstanceOf(SetupError);
		return (error as SetupError).fullText;
	}
}

async function expectInTime(data: Data, sentence: string): Promise<void> {
	expect(await said(data)).toContain(sentence);
	expect(await cpuMsOf(async () => await said(data))).toBeLessThan(LIMIT_MS);
}

const PBES2 = '1.2.840.113549.1.5.13';
const AES = '2.16.840.1.101.3.4.1.42';
const SHA256 = '1.2.840.113549.2.9';
const SALT = octetString(randomBytes(16));

/** EncryptedPrivateKeyInfo with a key derivation of this kind. */
function encryptedKey(derivation: Buffer, bytes = 1200): string {
	const scheme = sequence(objectIdentifier(AES), SALT);
	const algorithm = sequence(objectIdentifier(PBES2), sequence(derivation, scheme));
	const info = sequence(algorithm, octetString(randomBytes(bytes)));
	return pem('ENCRYPTED PRIVATE KEY', info.toString('base64'));
}

const pbkdf2 = (iterations: Buffer) =>
	sequence(
		objectIdentifier('1.2.840.113549.1.5.12'),
		sequence(SALT, iterations, sequence(objectIdentifier(SHA256))),
	);
const scrypt = (n: number, r: number, p: number) =>
	sequence(
		objectIdentifier('1.3.6.1.4.1.11591.4.11'),
		sequence(SALT, integer(n), integer(r), integer(p)),
	);

/** PFX (RFC 7292 §4) with one bag, and a MAC of so many iterations. */
function pfx(bag: Buffer, macIterations = 1): string {
	const data = (content: Buffer) =>
		sequence(objectIdentifier('1.2.840.113549.1.7.1'), der(0xa0, octetString(content)));
	const digest = sequence(
		sequence(objectIdentifier('1.3.14.3.2.26')),
		octetString(randomBytes(20)),
	);
	const mac = sequence(digest, SALT, integer(macIterations));
	const safe = sequence(data(sequence(bag)));
	return sequence(integer(3), data(safe), mac).toString('base64');
}

const keyBag = (info: Buffer) =>
	sequence(objectIdentifier('1.2.840.113549.1.12.10.1.2'), der(0xa0, info));
/** EncryptedPrivateKeyInfo with a cipher of PKCS#12 or PBES1. */
const encryptedWith = (oid: string, iterations: number, bytes = 1200) =>
	sequence(
		sequence(objectIdentifier(oid), sequence(SALT, integer(iterations))),
		octetString(randomBytes(bytes)),
	);
const tripleDes = (iterations: number) => encryptedWith('1.2.840.113549.1.12.1.3', iterations);
const RC2 = '1.2.840.113549.1.12.1.6';
const MD5_DES = '1.2.840.113549.1.5.3';
const SHA1_RC2 = '1.2.840.113549.1.5.11';
const inPem = (info: Buffer) => pem('ENCRYPTED PRIVATE KEY', info.toString('base64'));

/** As much as fits into a field. */
const LARGE_BYTES = 144_000;
const infoOf = (keyText: string) => Buffer.from(bodyOf(keyText), 'base64');

const MANY = 100_000_000;
const SLOW = 'would block n8n for too long';
const WRONG = 'does not open';

describe('no encrypted key holds n8n up', () => {
	it.each([
		['100 million iterations', encryptedKey(pbkdf2(integer(MANY))), SLOW],
		[
			'more iterations than a number holds',
			encryptedKey(pbkdf2(der(2, Buffer.alloc(40, 1)))),
			SLOW,
		],
		['scrypt of a million steps', encryptedKey(scrypt(2 ** 20, 8, 1)), SLOW],
		['scrypt of large blocks', encryptedKey(scrypt(2, 2 ** 24, 1)), SLOW],
		['scrypt in many lanes', encryptedKey(scrypt(2, 1, 2 ** 24)), SLOW],
		[
			'10 times 100,000 iterations',
			encryptedKey(pbkdf2(integer(100_000))).repeat(10),
			'does not decrypt',
		],
		['100 million of RC2', inPem(encryptedWith(RC2, MANY)), SLOW],
		['100 million of MD5 and DES', inPem(encryptedWith(MD5_DES, MANY)), SLOW],
		['100 million of SHA-1 and RC2', inPem(encryptedWith(SHA1_RC2, MANY)), SLOW],
		['a key as large as the field, in RC2', inPem(encryptedWith(RC2, 1, LARGE_BYTES)), 'does not'],
		['such a key in DES', inPem(encryptedWith(MD5_DES, 1, LARGE_BYTES)), 'does not decrypt'],
	])('in PEM, with %s', async (_, privateKey, sentence) => {
		await expectInTime({ ...PEM, privateKey }, sentence);
		await expectInTime({ ...PEM, certificate: privateKey, privateKey: '' }, 'private key without');
		await expectInTime({ ...KEY, privateKey }, '');
	});

	it.each([
		['100 million iterations', pfx(keyBag(infoOf(encryptedKey(pbkdf2(integer(MANY)))))), SLOW],
		['100 million of triple DES', pfx(keyBag(tripleDes(MANY))), SLOW],
		['100 million of RC2', pfx(keyBag(encryptedWith(RC2, MANY))), SLOW],
		['100 million in its MAC', pfx(keyBag(tripleDes(1)), MANY), WRONG],
		['a key as large as the field, in RC2', pfx(keyBag(encryptedWith(RC2, 1, LARGE_BYTES))), WRONG],
	])('in a .p12 file, with %s', async (_, p12, sentence) => {
		await expectInTime({ ...P12, p12 }, sentence);
		// Without a passphrase, there are two ways to derive the key.
		await expectInTime({ ...P12, p12, passphrase: '' }, '');
	});

	it.each(Object.entries({ ...encryptedKeys, ...legacyKeys, ...rareKeys }))(
		'as OpenSSL writes it: %s',
		async (_, privateKey) => {
			const data = { ...PEM, certificate: certificateOfKeys, privateKey };
			expect(await cpuMsOf(async () => await said(data))).toBeLessThan(LIMIT_MS);
		},
	);

	it.each(Object.entries({ ...pkcs12Files, ...legacyPkcs12 }))(
		'as other programs write a .p12: %s',
		async (_, p12) => {
			for (const passphrase of ['secret', 'wrong', '']) {
				expect(await cpuMsOf(async () => await said({ ...P12, p12, passphrase }))).toBeLessThan(
					LIMIT_MS,
				);
			}
		},
	);
});

describe('no key of an unusual kind holds n8n up', () => {
	const large = (bytes: number) =>
		der(2, Buffer.concat([Buffer.from([0, 0xff]), randomBytes(bytes), Buffer.from([1])]));
	const info = (id: string, parameters: Buffer, key: Buffer) =>
		sequence(integer(0), sequence(objectIdentifier(id), parameters), octetString(key));
	const dsa = info(
		'1.2.840.10040.4.1',
		sequence(large(4_000), large(1_000), large(4_000)),
		large(1_000),
	);
	const dh = info('1.2.840.113549.1.3.1', sequence(large(1_200), integer(2)), large(1_199));
	const numbers = Array.from({ length: 8 }, () => large(1_000));
	const rsa = info('1.2.840.113549.1.1.1', der(5), sequence(integer(0), ...numbers));

	it.each([
		['DSA with large numbers', dsa, 'of type DSA', 'of type DSA'],
		['DH with large numbers', dh, 'of type DH', 'of type DH'],
		['RSA with large numbers', rsa, 'more than 4096 bits', 'of type RSA'],
	])('%s', async (_, key, sentence, sentenceOfP8) => {
		const privateKey = pem('PRIVATE KEY', key.toString('base64'));
		await expectInTime({ ...PEM, privateKey }, sentence);
		await expectInTime({ ...KEY, privateKey }, sentenceOfP8);
		const bag = sequence(objectIdentifier('1.2.840.113549.1.12.10.1.1'), der(0xa0, key));
		await expectInTime({ ...P12, p12: pfx(bag) }, sentence);
	});

	it('RSA with numbers that do not go together: a signature would take seconds', async () => {
		const { n, d } = createPrivateKey(files.privateKey).export({ format: 'jwk' });
		const own = (text = '') =>
			der(2, Buffer.concat([Buffer.alloc(1), Buffer.from(text, 'base64url')]));
		for (const at of [0, 2, 3, 4, 5, 6]) {
			const rest = [integer(65_537), own(d), ...Array(5).fill(integer(3))] as Buffer[];
			rest[at] = large(2_000);
			const pkcs1 = sequence(integer(0), own(n), ...rest);
			const privateKey = pem('RSA PRIVATE KEY', pkcs1.toString('base64'));
			await expectInTime({ ...PEM, privateKey }, 'not an ordinary RSA key');
		}
	});

	it('many keys, many certificates', async () => {
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' });
		const keys = String(privateKey.export({ format: 'pem', type: 'pkcs8' })).repeat(400);
		await expectInTime({ ...PEM, privateKey: keys }, 'more than 20 keys');
		const certificate = authorityCertificate.repeat(300);
		await expectInTime({ ...PEM, certificate }, 'more than 30 certificates');
		const plain = sequence(
			objectIdentifier('1.2.840.113549.1.12.10.1.1'),
			der(0xa0, infoOf(KEY.privateKey)),
		);
		await expectInTime({ ...P12, p12: pfx(Buffer.concat(Array(600).fill(plain))) }, SLOW);
		const certificates = Array(300).fill(authorityCertificate) as string[];
		await expectInTime({ ...P12, p12: p12Of(files, 'secret', { certificates }) }, SLOW);
	});
});

describe('no long text holds n8n up', () => {
	const LENGTH = 200_000;
	const longTexts = Object.entries({
		'BEGIN lines': '-----BEGIN CERTIFICATE-----',
		'BEGIN and END lines that do not match': '-----BEGIN A-----\n-----END B-----\n',
		hyphens: '-',
		dashes: '\u2014',
		'dashes and hyphens': '\u2014-',
		backslashes: '\\',
		'backslashes and quotes': '\\"',
		'escaped newlines': '\\n',
		blanks: ' ',
		'blanks and letters': ' a',
		slashes: '/',
		base64: 'MIIB',
		'nested values': 'MIAwgDCA',
		'headers of encryption': 'Proc-Type: 4,ENCRYPTED\nDEK-Info: ',
	}).map(([name, piece]): [string, string] => [name, piece.repeat(LENGTH / piece.length)]);

	it.each(longTexts)('of %s, in any field', async (_, text) => {
		expect(text.length).toBeGreaterThan(LENGTH - 50);
		for (const data of [
			{ ...PEM, certificate: text },
			{ ...PEM, privateKey: text },
			{ ...PEM, privateKey: pem('RSA PRIVATE KEY', text) },
			{ ...PEM, passphrase: text, privateKey: encryptedKeys.tripleDes },
			{ ...P12, p12: text },
			{ ...P12, passphrase: text },
			{ ...KEY, privateKey: text },
			{ ...KEY, privateKey: text.slice(0, 16_000) },
			{ ...KEY, environment: 'custom', baseUrl: text },
			{ ...KEY, environment: 'custom', baseUrl: `https://${text}` },
			{ ...KEY, environment: 'custom', baseUrl: 'https://localhost', caCertificate: text },
			{ ...KEY, proxy: text },
			{ ...KEY, proxy: `http://${text}` },
			{ ...KEY, bundleId: text },
			{ ...KEY, teamId: text },
		]) {
			expect(await cpuMsOf(async () => await said(data))).toBeLessThan(LIMIT_MS);
		}
	});

	it('in a field that is longer than all that belongs there, it is refused by its name', async () => {
		for (const name of ['baseUrl', 'caCertificate', 'proxy', 'bundleId', 'privateKey']) {
			await expectInTime({ ...KEY, [name]: 'a'.repeat(16_000_000) }, 'too long');
		}
	});

	it('a CA certificate that is a whole bundle is refused', async () => {
		const data = { ...KEY, environment: 'custom', baseUrl: 'https://localhost' };
		expect(await said({ ...data, caCertificate: authorityCertificate.repeat(20) })).toBe('');
		await expectInTime({ ...data, caCertificate: authorityCertificate.repeat(500) }, 'too long');
	});
});

it('a certificate with more topics than Apple lists is no trouble', async () => {
	const topics = Array.from({ length: 3_000 }, (_, number) => `${APP}.number${number}`);
	const many = await appleCertificate({ topics });
	await expectInTime(
		{ ...PEM, ...many, bundleId: 'com.example.other' },
		'The certificate was issued for',
	);
});
