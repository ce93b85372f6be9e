import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';
import { parsePkcs12 } from '../../../nodes/Apns/delivery/identity/pkcs12.ts';
import { needs } from '../../setup/needs.ts';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';
import { appleCertificate } from './certificateFiles.ts';
import { expectNothingOf } from './expectNothingOf.ts';
import { keychainP12 } from './keychainPkcs12.ts';

const APPS = ['com.example.one', 'com.example.two', 'com.example.three'];
const identities = await Promise.all(APPS.map(async (uid) => await appleCertificate({ uid })));

const PASSWORDS = ['', 'secret', 'pässwörd', 'пароль', '🔑', 'ä🔑\u0301 "\'\\', 'a'.repeat(1_000)];

/** Any text, with surrogate pairs; without a zero, which ends a password. */
const anyPassword = fc
	.string({ unit: 'binary', maxLength: 40 })
	.filter((text) => !text.includes('\0'));
const password = fc.oneof(fc.constantFrom(...PASSWORDS), anyPassword);
const some = fc.shuffledSubarray(identities, { minLength: 1 });

describe('a .p12 file as Keychain Access writes it', () => {
	it('is opened with its password, whatever it is, and each app in it can be chosen', async () => {
		await fc.assert(
			fc.asyncProperty(some, password, async (chosen, secret) => {
				const p12 = keychainP12(chosen, secret);
				for (const { certificate, privateKey } of chosen) {
					const bundleId = APPS[identities.findIndex((one) => one.privateKey === privateKey)];
					const { identity } = await parsePkcs12(p12, secret, { bundleId });
					expect(identity).toMatchObject({ cert: certificate, key: privateKey });
				}
			}),
			{ numRuns: 30 },
		);
	});

	it('is not opened with another password, and the error repeats none', async () => {
		await fc.assert(
			fc.asyncProperty(some, password, anyPassword, async (chosen, secret, wrong) => {
				fc.pre(secret !== wrong);
				const refusal: unknown = await parsePkcs12(keychainP12(chosen, secret), wrong).catch(
					(error: unknown) => error,
				);
				expect(refusal).toBeInstanceOf(CredentialFieldError);
				expect(refusal).toMatchObject({ field: 'passphrase' });
				expectNothingOf(chosen[0]!.privateKey, refusal as Error);
			}),
			{ numRuns: 30 },
		);
	});

	it('with a certificate whose key is missing uses the other one, and names what is missing', async () => {
		const [one, two] = identities as [(typeof identities)[0], (typeof identities)[0]];
		const p12 = keychainP12([one, two], 'secret', [two]);
		const { identity } = await parsePkcs12(p12, 'secret');
		expect(identity.key).toBe(two.privateKey);
		await expect(parsePkcs12(p12, 'secret', { bundleId: APPS[0] })).rejects.toThrow(
			`'Apple Push Services: ${APPS[0]}': its private key is missing.`,
		);
		await expect(parsePkcs12(keychainP12([one], 'secret', []), 'secret')).rejects.toThrow(
			'It contains a certificate, but no private key.',
		);
	});

	describe('is what OpenSSL takes it for', needs('openssl'), () => {
		it.each(PASSWORDS)('with the password %j', (secret) => {
			const file = join(temporaryFolder('keychain'), 'Certificates.p12');
			writeFileSync(file, keychainP12(identities, secret), 'base64');
			const args = ['pkcs12', '-legacy', '-in', file, '-noenc', '-nomacver'];
			const pem = execFileSync('openssl', [...args, '-passin', 'env:SECRET'], {
				env: { ...process.env, SECRET: secret, LC_ALL: 'C.UTF-8' },
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
			});
			for (const { certificate, privateKey } of identities) {
				expect(pem).toContain(certificate);
				expect(pem).toContain(privateKey);
			}
		});
	});
});
