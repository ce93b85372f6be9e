import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Wanted } from '../../../nodes/Apns/delivery/identity/chooseCertificate.ts';
import type { ClientCertificate } from '../../../nodes/Apns/delivery/identity/ClientCertificate.ts';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';
import { parsePemCertificate } from '../../../nodes/Apns/delivery/identity/pemCertificate.ts';
import { parsePkcs12 } from '../../../nodes/Apns/delivery/identity/pkcs12.ts';
import type { CertifiedKey } from '../../simulator/certificates/authority.ts';
import { APP, appleCertificate, authorityCertificate, p12Of } from './certificateFiles.ts';
import { expectNothingOf } from './expectNothingOf.ts';

const YEAR_MS = 365 * 24 * 60 * 60_000;
const NOW_MS = Date.now();
const yearsFromNow = (years: number) => new Date(NOW_MS + years * YEAR_MS);
const WANTED: Wanted = { environment: 'production', bundleId: undefined, nowMs: NOW_MS };

/** Like Xcode's certificate for code signing: the UID is not a topic. */
const development = await appleCertificate({
	uid: 'ABCDE12345',
	topics: [],
	environments: [],
	notAfter: yearsFromNow(9),
});
const current = await appleCertificate({ notAfter: yearsFromNow(1) });
const longer = await appleCertificate({ notAfter: yearsFromNow(2) });
const expired = await appleCertificate({ notBefore: new Date(0), notAfter: yearsFromNow(-1) });
const future = await appleCertificate({ notBefore: yearsFromNow(1), notAfter: yearsFromNow(5) });
const sandbox = await appleCertificate({ environments: ['sandbox'], notAfter: yearsFromNow(3) });
const single = await appleCertificate({ topics: [], notAfter: yearsFromNow(4) });
const other = await appleCertificate({ uid: 'com.example.other', notAfter: yearsFromNow(3) });
const weak = await appleCertificate({ keyBits: 512, notAfter: yearsFromNow(4) });

/** All in one text, with the keys at the end, as in a .p12 file. */
const inPem = async (files: readonly CertifiedKey[], wanted: Wanted) =>
	await parsePemCertificate(
		[...files.map(({ certificate }) => certificate), authorityCertificate].join(''),
		files.map(({ privateKey }) => privateKey).join(''),
		'',
		wanted,
	);
const inP12 = async ([first, ...others]: readonly CertifiedKey[], wanted: Wanted) =>
	await parsePkcs12(
		p12Of(first!, 'secret', { others, certificates: [authorityCertificate] }),
		'secret',
		wanted,
	);

async function refusalBy(
	parse: () => Promise<ClientCertificate>,
	files: readonly CertifiedKey[],
): Promise<string> {
	try {
		await parse();
	} catch (error) {
		expect(error).toBeInstanceOf(CredentialFieldError);
		for (const { privateKey } of files) expectNothingOf(privateKey, error as Error);
		return (error as Error).message;
	}
	throw new Error('One was taken');
}

describe.each([
	['PEM', inPem, 'certificate'],
	['a .p12 file', inP12, 'p12'],
] as const)('of several certificates in %s', (_, parse, field) => {
	it.each<[string, readonly CertifiedKey[], Partial<Wanted>, CertifiedKey]>([
		['the one for push, behind that for development', [development, current], {}, current],
		['the one for push, before that for development', [current, development], {}, current],
		['the valid one, behind the expired one', [expired, current], {}, current],
		['the valid one, before the one of next year', [future, current], {}, current],
		['the one that lasts longest', [current, longer], {}, longer],
		['the one for more topics', [single, current], {}, current],
		['the one for the environment', [sandbox, current], {}, current],
		['the one for both environments', [sandbox, current], { environment: 'sandbox' }, current],
		['the one for the app', [other, current], { bundleId: APP }, current],
		[
			'the one for the app, by one of its topics',
			[other, current],
			{ bundleId: `${APP}.voip` },
			current,
		],
		['the one that OpenSSL takes', [weak, development, current], {}, current],
		[
			'the one for push at a server of one’s own',
			[development, current],
			{ environment: undefined },
			current,
		],
		[
			'any, at a server of one’s own',
			[development, expired],
			{ environment: undefined },
			development,
		],
	])('%s is taken, with its own key', async (_name, files, wanted, expected) => {
		const { fingerprint, identity } = await parse(files, { ...WANTED, ...wanted });
		const x509 = new X509Certificate(expected.certificate);
		expect(fingerprint).toBe(x509.fingerprint256);
		expect(identity.key).toBe(expected.privateKey);
		// Only its own chain is sent: the server does not see the user's other certificates.
		const shown = identity.cert.split(/(?=-----BEGIN)/).map((one) => new X509Certificate(one));
		const authority = new X509Certificate(authorityCertificate);
		expect(shown.map(({ subject }) => subject)).toEqual([x509.subject, authority.subject]);
	});

	it('none is taken where none will do, and it is said which there are and why not', async () => {
		const files = [development, expired, future, sandbox, weak];
		const message = await refusalBy(async () => await parse(files, WANTED), files);
		const push = `'Apple Push Services: ${APP}'`;
		const day = (date: Date) => date.toISOString().slice(0, 10);
		expect(message).toContain('It contains 5 certificates, and none of them can be used.');
		expect(message).toContain("'Apple Push Services: ABCDE12345': it is not a push certificate.");
		expect(message).toContain(`${push}: it expired on ${day(yearsFromNow(-1))}.`);
		expect(message).toContain(`${push}: it is not valid before ${day(yearsFromNow(1))}.`);
		expect(message).toContain(`${push}: it is for the environment sandbox.`);
		expect(message).toContain(`${push}: OpenSSL, which encrypts n8n's connections, refuses it`);
		await expect(parse(files, WANTED)).rejects.toMatchObject({ field });
	});

	it('those for another app are named', async () => {
		const files = [other, development];
		const wanted = { ...WANTED, bundleId: APP };
		expect(await refusalBy(async () => await parse(files, wanted), files)).toContain(
			'it is for com.example.other.',
		);
	});

	it('one that is there twice counts once, and no more are named than a person reads', async () => {
		const more = await appleCertificate({ notBefore: new Date(0), notAfter: yearsFromNow(-2) });
		const files = [development, expired, expired, future, sandbox, weak, more, more];
		const message = await refusalBy(async () => await parse(files, WANTED), files);
		expect(message).toContain('It contains 6 certificates');
		expect(message.match(/'Apple Push Services/g)).toHaveLength(5);
		expect(message).toMatch(/ And 1 more\.$/);
	});
});

describe('a certificate renewed with the same key', () => {
	it('is taken, whichever comes first', async () => {
		const { privateKey } = expired;
		const renewed = await appleCertificate({ privateKey, notAfter: yearsFromNow(1) });
		for (const files of [
			[expired, renewed],
			[renewed, expired],
		]) {
			for (const parse of [inPem, inP12]) {
				const { validTo } = await parse(files, WANTED);
				expect(validTo.getTime()).toBeGreaterThan(NOW_MS);
			}
		}
	});
});

describe('keys and certificates', () => {
	const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	const strangersKey = String(stranger.export({ format: 'pem', type: 'pkcs8' }));

	it('are tried all against all', async () => {
		const keys = strangersKey + development.privateKey + current.privateKey;
		const parsed = await parsePemCertificate(current.certificate, keys, '', WANTED);
		expect(parsed.identity.key).toBe(current.privateKey);
		const beside = await parsePemCertificate(
			current.certificate + current.privateKey,
			strangersKey,
			'',
			WANTED,
		);
		expect(beside.identity.key).toBe(current.privateKey);
	});

	it('a push certificate without its key is named as such', async () => {
		const certificates = current.certificate + development.certificate;
		const message = await refusalBy(
			async () => await parsePemCertificate(certificates, development.privateKey, '', WANTED),
			[development],
		);
		expect(message).toContain(`'Apple Push Services: ${APP}': its private key is missing.`);
	});

	it('a certificate alone is taken whatever it is for: its environment is another field', async () => {
		for (const one of [development, expired, sandbox, other]) {
			expect((await inPem([one], WANTED)).identity.key).toBe(one.privateKey);
		}
	});

	it('a certificate that OpenSSL refuses is refused by its field, in OpenSSL’s words', async () => {
		for (const [parse, field] of [
			[inPem, 'certificate'],
			[inP12, 'p12'],
		] as const) {
			const message = await refusalBy(async () => await parse([weak], WANTED), [weak]);
			expect(message).toContain('refuses it (ee key too small)');
			expect(message).toContain('2048-bit RSA key');
			await expect(parse([weak], WANTED)).rejects.toMatchObject({ field });
		}
	});
});
