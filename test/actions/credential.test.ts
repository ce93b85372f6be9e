import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS, readCredential } from '../../nodes/Apns/actions/credential.ts';
import { SetupError } from '../../nodes/Apns/actions/parameters/SetupError.ts';
import { appleKeyFile, bodyOf, otherFiles } from '../delivery/keyFiles.ts';
import { hostileValue } from './fieldsOf.ts';

const KEY_FILE = appleKeyFile();
const files = await otherFiles(KEY_FILE);

const GOOD = {
	teamId: 'TEAM123456',
	keyId: 'KEY1234567',
	privateKey: KEY_FILE,
	environment: 'production',
	bundleId: 'com.example.app',
	baseUrl: '',
	caCertificate: '',
};

const read = (change: Record<string, unknown> = {}) =>
	readCredential({ ...GOOD, ...change } as ICredentialDataDecryptedObject);

function errorOf(change: Record<string, unknown>): SetupError {
	try {
		read(change);
	} catch (error) {
		expect(error).toBeInstanceOf(SetupError);
		return error as SetupError;
	}
	throw new Error('It was accepted');
}

describe('a credential', () => {
	it('is ready for delivery', () => {
		const { signingKey, environment, bundleId, targetFor } = read();
		expect(signingKey).toMatchObject({ teamId: 'TEAM123456', keyId: 'KEY1234567' });
		expect(signingKey?.privateKey.type).toBe('private');
		expect(environment).toBe('production');
		expect(bundleId).toBe('com.example.app');
		expect(targetFor('production').host).toBe('api.push.apple.com');
		expect(targetFor('sandbox').host).toBe('api.sandbox.push.apple.com');
	});

	it('is taken with blanks about its fields, as pasting leaves them', () => {
		const { signingKey, bundleId } = read({
			teamId: ' TEAM123456\n',
			keyId: '\tKEY1234567',
			bundleId: ' com.example.app ',
		});
		expect(signingKey).toMatchObject({ teamId: 'TEAM123456', keyId: 'KEY1234567' });
		expect(bundleId).toBe('com.example.app');
	});

	it.each([undefined, '', ' '])('needs no bundle ID (%j)', (bundleId) => {
		expect(read({ bundleId }).bundleId).toBeUndefined();
	});

	it.each([undefined, ''])('is for production where it does not say (%j)', (environment) => {
		expect(read({ environment }).environment).toBe('production');
	});

	it('of a custom environment goes to its base URL', () => {
		const { targetFor } = read({
			environment: 'custom',
			baseUrl: 'https://localhost:2197',
			caCertificate: files.certificate,
		});
		expect(targetFor('custom')).toMatchObject({ host: 'localhost', port: 2197 });
		expect(targetFor('custom').caCertificate).toContain('BEGIN CERTIFICATE');
	});

	it('needs no base URL where it is not for a custom environment, until one is asked for', () => {
		const { targetFor } = read({ baseUrl: 'nonsense', caCertificate: 'nonsense' });
		expect(() => targetFor('custom')).toThrow("'Base URL'");
	});
});

describe('a credential that cannot be used is refused by the name of the field, with a way out', () => {
	const custom = { environment: 'custom', baseUrl: 'https://localhost:2197' };
	it.each<[string, string, Record<string, unknown>, string]>([
		['Team ID', 'missing', { teamId: undefined }, 'ten capital letters and digits'],
		['Team ID', 'blank', { teamId: ' ' }, 'Membership Details'],
		['Team ID', 'in small letters', { teamId: 'team123456' }, 'ABCDE12345'],
		['Team ID', 'too short', { teamId: 'TEAM12345' }, 'ABCDE12345'],
		['Team ID', 'too long', { teamId: 'TEAM1234567' }, 'ABCDE12345'],
		['Team ID', 'with a NUL', { teamId: 'TEAM12345\u0000' }, 'ABCDE12345'],
		['Team ID', 'an object', { teamId: { id: 'TEAM123456' } }, 'Give text'],
		['Key ID', 'null', { keyId: null }, 'Keys at developer.apple.com'],
		['Key ID', 'a file name', { keyId: 'AuthKey_KEY1234567.p8' }, 'ABCDE12345'],
		['Key ID', 'a list', { keyId: ['KEY1234567'] }, 'Give text'],
		['Private Key (.p8)', 'empty', { privateKey: '' }, 'The private key is empty.'],
		['Private Key (.p8)', 'missing', { privateKey: undefined }, 'The private key is empty.'],
		['Private Key (.p8)', 'a certificate', { privateKey: files.certificate }, 'a certificate'],
		['Private Key (.p8)', 'an RSA key', { privateKey: files.rsa }, 'type RSA'],
		['Private Key (.p8)', 'cut off', { privateKey: KEY_FILE.slice(0, 100) }, 'cut off'],
		['Private Key (.p8)', 'an object', { privateKey: { key: KEY_FILE } }, 'Give text'],
		['Private Key (.p8)', 'a number', { privateKey: 7 }, 'Paste the whole .p8 file'],
		['Environment', 'unknown', { environment: 'development' }, 'production, sandbox, custom'],
		['Environment', 'an object', { environment: {} }, 'Give text'],
		['Bundle ID', 'an object', { bundleId: {} }, 'Give text'],
		[
			'Base URL',
			'missing',
			{ environment: 'custom' },
			'The URL is empty. Give it in the form https://host:port.',
		],
		['Base URL', 'not https', { ...custom, baseUrl: 'http://localhost' }, 'https://host:port'],
		['Base URL', 'an object', { ...custom, baseUrl: {} }, 'Give text'],
		['CA Certificate', 'a text', { ...custom, caCertificate: 'nonsense' }, 'PEM form'],
		['CA Certificate', 'a key', { ...custom, caCertificate: KEY_FILE }, 'PEM form'],
		['CA Certificate', 'an object', { ...custom, caCertificate: {} }, 'Give text'],
	])('%s: %s', (label, _, change, way) => {
		const error = errorOf(change);
		expect(error.message).toContain(`'${label}'`);
		expect(error.description).toContain(way);
	});
});

describe('whatever a credential holds', () => {
	const secrets = [bodyOf(KEY_FILE), bodyOf(files.rsa), bodyOf(files.sec1)];
	const key = fc.constantFrom<unknown>(
		KEY_FILE,
		{ key: KEY_FILE },
		[KEY_FILE],
		`${KEY_FILE.slice(0, 150)}*`,
		files.rsa,
		files.sec1,
	);
	const data = fc.record({
		teamId: fc.oneof(fc.constant(GOOD.teamId), hostileValue, key),
		keyId: fc.oneof(fc.constant(GOOD.keyId), hostileValue, key),
		privateKey: fc.oneof(key, hostileValue),
		environment: fc.oneof(fc.constantFrom<unknown>(...ENVIRONMENTS), hostileValue, key),
		bundleId: fc.oneof(fc.constant<unknown>(''), hostileValue),
		baseUrl: fc.oneof(fc.constant<unknown>('https://localhost'), hostileValue, key),
		caCertificate: fc.oneof(fc.constant<unknown>(''), hostileValue, key),
	});

	it('it is ready, or refused by the name of a field; and no key is ever told', () => {
		fc.assert(
			fc.property(data, (given) => {
				try {
					const { signingKey } = read(given);
					expect(signingKey?.teamId).toMatch(/^[A-Z0-9]{10}$/);
					expect(signingKey?.keyId).toMatch(/^[A-Z0-9]{10}$/);
				} catch (error) {
					if (!(error instanceof SetupError)) throw error;
					expect(error.message).toMatch(/^'(Team|Key|Private|Environment|Bundle|Base|CA)/);
					const told = inspect(error, { depth: 9 }).replace(/\s/g, '');
					for (const secret of secrets) {
						for (let at = 0; at + 12 <= secret.length; at += 1) {
							if (told.includes(secret.slice(at, at + 12))) throw new Error(told);
						}
					}
				}
			}),
			{ numRuns: 300 },
		);
	});
});
