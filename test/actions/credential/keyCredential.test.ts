import { lookup } from 'node:dns';
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readCredential } from '../../../nodes/Apns/actions/credential/keyCredential.ts';
import { SetupError } from '../../../nodes/Apns/actions/errors/SetupError.ts';
import type { EgressFilter } from '../../../nodes/Apns/delivery/route/egress.ts';
import { appleKeyFile, bodyOf, otherFiles } from '../../delivery/identity/keyFiles.ts';
import { hostileValue } from '../parameters/fieldsOf.ts';
import {
	ENVIRONMENTS,
	type Environment,
} from '../../../nodes/Apns/actions/credential/ApnsCredential.ts';

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

	it.each([
		'AuthKey_KEY1234567.p8',
		'AuthKey_KEY1234567',
		'AuthKey_KEY1234567 (1).p8',
		'~/Downloads/AuthKey_KEY1234567.p8',
		'key1234567',
		'KEY 123 4567',
		'"KEY1234567"',
		'KEY1234567\u200b',
	])('finds the key ID in %j', (keyId) => {
		expect(read({ keyId }).signingKey).toMatchObject({ keyId: 'KEY1234567' });
	});

	it('tidies the team ID in the same way', () => {
		expect(read({ teamId: ' team 123456' }).signingKey?.teamId).toBe('TEAM123456');
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

	it.each([
		[2197, 2197],
		['2197', 2197],
		[443, 443],
		[undefined, 443],
		['', 443],
	])('goes to Apple’s port %j', (port, expected) => {
		expect(read({ port }).targetFor('production').port).toBe(expected);
		expect(read({ port }).targetFor('sandbox').port).toBe(expected);
	});

	it.each(['production', 'sandbox'])(
		'of %s goes to no address that was left over in it',
		(environment) => {
			const leftover = { baseUrl: 'https://localhost:2197', managementUrl: 'https://localhost' };
			const { targetFor, managementTargetFor } = read({ environment, ...leftover });
			const refusal = `'Environment' is Custom, but the credential is for ${environment}`;
			expect(() => targetFor('custom')).toThrow(refusal);
			expect(() => managementTargetFor('custom')).toThrow(refusal);
		},
	);

	it('needs no usable base URL where it is not for a custom environment', () => {
		const { targetFor } = read({ baseUrl: 'nonsense', caCertificate: 'nonsense' });
		expect(targetFor('production').host).toBe('api.push.apple.com');
	});
});

describe('the proxy of a credential', () => {
	const PROXY = 'http://user:secret-password@proxy.example:3128';

	beforeEach(() => {
		vi.stubEnv('HTTPS_PROXY', 'http://of-the-environment.example:8080');
		vi.stubEnv('NO_PROXY', 'localhost');
		return () => vi.unstubAllEnvs();
	});

	it('is that of the environment, as for n8n’s own requests', () => {
		const { proxy } = read().targetFor('production');
		expect(proxy).toMatchObject({
			address: 'http://of-the-environment.example:8080',
			setIn: 'HTTPS_PROXY',
		});
	});

	it('is none where NO_PROXY names the host', () => {
		const custom = { environment: 'custom', baseUrl: 'https://localhost:2197' };
		expect(read(custom).targetFor('custom').proxy).toBeUndefined();
		expect(read(custom).targetFor('sandbox').proxy).toBeDefined();
	});

	it('is its own where it has one, whatever the environment says', () => {
		const custom = { environment: 'custom', baseUrl: 'https://localhost:2197' };
		const { targetFor } = read({ ...custom, proxy: ` ${PROXY}\n` });
		for (const environment of ENVIRONMENTS) {
			expect(targetFor(environment).proxy).toMatchObject({
				host: 'proxy.example',
				port: 3128,
				address: 'http://proxy.example:3128',
				setIn: "'Proxy' of the credential",
			});
		}
	});

	it('in the environment that cannot be used is refused by the name of its variable', () => {
		vi.stubEnv('https_proxy', 'socks5://user:secret-password@proxy.example');
		const { message, description } = errorOf({});
		expect(message).toBe('The environment variable https_proxy of n8n cannot be used');
		expect(description).toContain('SOCKS');
		expect(description).not.toContain('secret-password');
	});
});

describe('n8n’s rules on where may be connected to', () => {
	const egress: EgressFilter = {
		validateUrl: async () => ({ ok: true }),
		createSecureLookup: () => lookup,
	};
	const targetOf = (change: object, environment: Environment) =>
		readCredential({ ...GOOD, ...change } as ICredentialDataDecryptedObject, egress).targetFor(
			environment,
		);

	it('hold for what a person typed in: the base URL and the proxy', () => {
		const custom = { environment: 'custom', baseUrl: 'https://localhost:2197' };
		expect(targetOf({ ...custom, proxy: 'http://proxy' }, 'custom')).toMatchObject({
			egress,
			proxy: { egress },
		});
	});

	it('do not hold for Apple’s hosts, nor for the proxy of the environment', () => {
		vi.stubEnv('HTTPS_PROXY', 'http://of-the-environment.example:8080');
		const target = targetOf({}, 'production');
		vi.unstubAllEnvs();
		expect(target.egress).toBeUndefined();
		expect(target.proxy).toBeDefined();
		expect(target.proxy?.egress).toBeUndefined();
	});
});

describe('a credential that cannot be used is refused by the name of the field, with a way out', () => {
	const custom = { environment: 'custom', baseUrl: 'https://localhost:2197' };
	it.each<[string, string, Record<string, unknown>, string]>([
		['Team ID', 'missing', { teamId: undefined }, 'Membership details'],
		['Team ID', 'blank', { teamId: ' ' }, 'Membership details'],
		['Team ID', 'too short', { teamId: 'TEAM12345' }, 'This one has 9.'],
		['Team ID', 'too long', { teamId: 'TEAM1234567' }, 'This one has 11.'],
		['Team ID', 'with a NUL', { teamId: 'TEAM12345\u0000' }, 'other characters'],
		['Team ID', 'an object', { teamId: { id: 'TEAM123456' } }, 'Enter text'],
		['Key ID', 'null', { keyId: null }, 'Keys at developer.apple.com'],
		['Team ID', 'the name of a key file', { teamId: 'AuthKey_KEY1234567.p8' }, 'swapped?'],
		['Key ID', 'that of the team', { keyId: 'TEAM123456' }, 'two different IDs'],
		['Key ID', 'a list', { keyId: ['KEY1234567'] }, 'Enter text'],
		['Private Key (.p8)', 'empty', { privateKey: '' }, 'The private key is empty.'],
		['Private Key (.p8)', 'missing', { privateKey: undefined }, 'The private key is empty.'],
		['Private Key (.p8)', 'a certificate', { privateKey: files.certificate }, 'a certificate'],
		['Private Key (.p8)', 'an RSA key', { privateKey: files.rsa }, 'type RSA'],
		['Private Key (.p8)', 'cut off', { privateKey: KEY_FILE.slice(0, 100) }, 'cut off'],
		['Private Key (.p8)', 'an object', { privateKey: { key: KEY_FILE } }, 'Enter text'],
		['Private Key (.p8)', 'a number', { privateKey: 7 }, 'Paste the whole .p8 file'],
		['Environment', 'unknown', { environment: 'development' }, 'production, sandbox, custom'],
		['Environment', 'an object', { environment: {} }, 'Enter text'],
		['Bundle ID', 'an object', { bundleId: {} }, 'Enter text'],
		[
			'Base URL',
			'missing',
			{ environment: 'custom' },
			'The URL is empty. Enter it in the form https://host:port.',
		],
		['Base URL', 'not https', { ...custom, baseUrl: 'http://localhost' }, 'https://host:port'],
		['Base URL', 'an object', { ...custom, baseUrl: {} }, 'Enter text'],
		['CA Certificate', 'a text', { ...custom, caCertificate: 'nonsense' }, 'PEM form'],
		['CA Certificate', 'a key', { ...custom, caCertificate: KEY_FILE }, 'PEM form'],
		['CA Certificate', 'an object', { ...custom, caCertificate: {} }, 'Enter text'],
		['Port', 'another', { port: 8443 }, '443, 2197'],
		['Port', 'an object', { port: {} }, 'Enter text'],
		['Proxy', 'without a scheme', { proxy: 'proxy.example:3128' }, 'http://host:port'],
		['Proxy', 'of another kind', { proxy: 'socks5://proxy.example' }, 'SOCKS'],
		['Proxy', 'a list', { proxy: ['http://proxy.example'] }, 'Enter text'],
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
		port: fc.oneof(fc.constantFrom<unknown>(443, 2197), hostileValue, key),
		proxy: fc.oneof(fc.constant<unknown>(''), hostileValue, key),
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
					expect(error.message).toMatch(
						/^'(Team|Key|Private|Environment|Bundle|Base|CA|Port|Proxy)/,
					);
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
