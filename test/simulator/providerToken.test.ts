import { generateKeyPairSync, sign } from 'node:crypto';
import { SignJWT, UnsecuredJWT, importPKCS8 } from 'jose';
import { describe, expect, test } from 'vitest';
import type { ApnsSimulator, SimulatorOptions } from './ApnsSimulator.ts';
import { deviceToken } from './deviceToken.ts';
import { BareClient } from './testkit/BareClient.ts';
import { signProviderToken } from './testkit/providerToken.ts';
import { closedAfterTest, sharedIdentity, startSimulator } from './testkit/simulatorForTests.ts';

const PHONE = deviceToken('phone');
const NOW_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

let nowMs = NOW_MS;

async function startAt(options: SimulatorOptions = {}): Promise<ApnsSimulator> {
	nowMs = NOW_MS;
	const simulator = await startSimulator({ clock: () => nowMs, ...options });
	simulator.devices.add({ token: PHONE });
	return simulator;
}

async function dial(simulator: ApnsSimulator): Promise<BareClient> {
	return await closedAfterTest(BareClient.connect(simulator));
}

async function answerTo(client: BareClient, authorization: string | undefined): Promise<string> {
	const { status, reason } = await client.push({ token: PHONE, headers: { authorization } });
	return reason ?? `${status}`;
}

async function tokenOfAge(ageMs: number): Promise<string> {
	return `bearer ${await signProviderToken({ ...(await sharedIdentity()), issuedAtMs: nowMs - ageMs })}`;
}

/** A provider token made by hand, as jose would not make it. */
async function signedBy(dsaEncoding: 'der' | 'ieee-p1363', claims: object): Promise<string> {
	const { keyId, teamId, privateKey } = await sharedIdentity();
	const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
	const header = encode({ alg: 'ES256', kid: keyId });
	const signed = `${header}.${encode({ iss: teamId, ...claims })}`;
	const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding });
	return `${signed}.${signature.toString('base64url')}`;
}

describe('a provider token', () => {
	test.each([
		['fresh', 0, '200'],
		['60 minutes old', 60 * MINUTE_MS, '200'],
		['older', 60 * MINUTE_MS + 1000, 'ExpiredProviderToken'],
		['from a clock one minute ahead', -MINUTE_MS, '200'],
		['from a clock further ahead', -2 * MINUTE_MS, 'ExpiredProviderToken'],
	])('that is %s', async (_name, ageMs, answer) => {
		const client = await dial(await startAt());
		expect(await answerTo(client, await tokenOfAge(ageMs))).toBe(answer);
	});

	test('is announced by "bearer" in any case', async () => {
		const client = await dial(await startAt());
		const token = await tokenOfAge(0);
		expect(await answerTo(client, token.replace('bearer', 'Bearer'))).toBe('200');
		expect(await answerTo(client, token.replace('bearer', 'basic'))).toBe('MissingProviderToken');
		expect(await answerTo(client, token.replace('bearer ', ''))).toBe('MissingProviderToken');
		expect(await answerTo(client, undefined)).toBe('MissingProviderToken');
	});

	test('must be signed with the key that it names', async () => {
		const identity = await sharedIdentity();
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
		const client = await dial(await startAt());
		for (const wrong of [{ privateKey: pem }, { keyId: 'ABCDE12345' }, { teamId: 'ABCDE12345' }]) {
			const jwt = await signProviderToken({ ...identity, ...wrong, issuedAtMs: nowMs });
			expect(await answerTo(client, `bearer ${jwt}`)).toBe('InvalidProviderToken');
		}
	});

	test('may be signed in DER as openssl does it, or raw as JWTs are', async () => {
		const client = await dial(await startAt());
		// R and S may begin with a zero byte, so that DER has different lengths.
		for (let second = 0; second < 8; second += 1) {
			for (const dsaEncoding of ['der', 'ieee-p1363'] as const) {
				const jwt = await signedBy(dsaEncoding, { iat: nowMs / 1000 - second });
				expect(await answerTo(client, `bearer ${jwt}`)).toBe('200');
				const [header, claims, signature = ''] = jwt.split('.');
				const bytes = Buffer.from(signature, 'base64url');
				bytes[bytes.length - 1]! ^= 1;
				const forged = [header, claims, bytes.toString('base64url')].join('.');
				expect(await answerTo(client, `bearer ${forged}`)).toBe('InvalidProviderToken');
			}
		}
		const [header, claims] = (await signedBy('der', { iat: nowMs / 1000 })).split('.');
		for (const signature of ['', 'MEYCIQDz', 'A'.repeat(86), 'A'.repeat(400)]) {
			const jwt = `${header}.${claims}.${signature}`;
			expect(await answerTo(client, `bearer ${jwt}`)).toBe('InvalidProviderToken');
		}
	});

	test.each([
		['text', `${NOW_MS / 1000}`, '200'],
		['a fraction', NOW_MS / 1000 + 0.5, '200'],
		['text of an hour ago', `${NOW_MS / 1000 - 3601}`, 'ExpiredProviderToken'],
		['text in milliseconds', `${NOW_MS}`, 'InvalidProviderToken'],
		['text that is no number', 'now', 'InvalidProviderToken'],
	])('may have iat as some libraries write it: %s', async (_, iat, answer) => {
		const client = await dial(await startAt());
		expect(await answerTo(client, `bearer ${await signedBy('ieee-p1363', { iat })}`)).toBe(answer);
	});

	test('must be an ES256 JWT with kid, iss and iat', async () => {
		const { keyId, teamId, privateKey } = await sharedIdentity();
		const key = await importPKCS8(privateKey, 'ES256');
		const header = { alg: 'ES256', kid: keyId };
		const iat = nowMs / 1000;
		const wrong = [
			'not a jwt',
			'a.b.c',
			new UnsecuredJWT({ iss: teamId, iat }).encode(),
			await new SignJWT({ iss: teamId, iat }).setProtectedHeader({ alg: 'ES256' }).sign(key),
			await new SignJWT({ iat }).setProtectedHeader(header).sign(key),
			await new SignJWT({ iss: teamId }).setProtectedHeader(header).sign(key),
			`${(await tokenOfAge(0)).slice('bearer '.length)}.x`,
		];
		const client = await dial(await startAt());
		for (const jwt of wrong) {
			const answer = await answerTo(client, `bearer ${jwt}`);
			expect(answer).toBe(jwt.includes(' ') ? 'MissingProviderToken' : 'InvalidProviderToken');
		}
	});

	test('is counted once, however often it comes', async () => {
		const simulator = await startAt();
		const client = await dial(simulator);
		const token = await tokenOfAge(0);
		for (const each of [token, token, await tokenOfAge(1000)]) await answerTo(client, each);
		expect(simulator.connections.providerTokensSeen.size).toBe(2);
	});
});

describe('a connection', () => {
	test('that has seen an expired token refuses fresh ones too, another one does not', async () => {
		const simulator = await startAt();
		const client = await dial(simulator);
		const token = await tokenOfAge(0);
		expect(await answerTo(client, token)).toBe('200');
		nowMs += 61 * MINUTE_MS;
		expect(await answerTo(client, token)).toBe('ExpiredProviderToken');
		const fresh = await tokenOfAge(0);
		expect(await answerTo(client, fresh)).toBe('ExpiredProviderToken');
		expect(await answerTo(await dial(simulator), fresh)).toBe('200');
	});

	test('stays with the team of its first token', async () => {
		const simulator = await startAt();
		const other = simulator.addKey();
		const otherToken = `bearer ${await signProviderToken({ ...other, issuedAtMs: nowMs })}`;
		const client = await dial(simulator);
		expect(await answerTo(client, await tokenOfAge(0))).toBe('200');
		expect(await answerTo(client, otherToken)).toBe('InvalidProviderToken');
		expect(await answerTo(await dial(simulator), otherToken)).toBe('200');
	});

	test('takes another key of the same team', async () => {
		const { teamId } = await sharedIdentity();
		const simulator = await startAt();
		const other = simulator.addKey({ teamId });
		const client = await dial(simulator);
		expect(await answerTo(client, await tokenOfAge(0))).toBe('200');
		const jwt = await signProviderToken({ ...other, issuedAtMs: nowMs });
		expect(await answerTo(client, `bearer ${jwt}`)).toBe('200');
	});
});

describe('a key', () => {
	test('may be bound to one environment', async () => {
		const simulator = await startAt({ environment: 'sandbox' });
		const key = simulator.addKey({ environments: ['production'] });
		const jwt = await signProviderToken({ ...key, issuedAtMs: nowMs });
		expect(await answerTo(await dial(simulator), `bearer ${jwt}`)).toBe('BadEnvironmentKeyInToken');
	});

	test('may be bound to other apps', async () => {
		const simulator = await startAt();
		const key = simulator.addKey({ bundleIds: ['com.example.other'] });
		const jwt = await signProviderToken({ ...key, issuedAtMs: nowMs });
		expect(await answerTo(await dial(simulator), `bearer ${jwt}`)).toBe('TopicDisallowed');
	});
});

describe('a team that renews its token', () => {
	test('within 20 minutes gets 429, on whatever connection, until they are over', async () => {
		const simulator = await startAt({ providerTokenUpdates: 'strict' });
		const first = await tokenOfAge(0);
		const client = await dial(simulator);
		expect(await answerTo(client, first)).toBe('200');
		nowMs += 20 * MINUTE_MS - 1;
		const second = await tokenOfAge(0);
		expect(await answerTo(client, second)).toBe('TooManyProviderTokenUpdates');
		expect(await answerTo(await dial(simulator), second)).toBe('TooManyProviderTokenUpdates');
		expect(await answerTo(client, first)).toBe('200');
		nowMs += 1;
		expect(await answerTo(client, second)).toBe('200');
	});

	test('leaves other teams alone', async () => {
		const simulator = await startAt({ providerTokenUpdates: 'strict' });
		expect(await answerTo(await dial(simulator), await tokenOfAge(0))).toBe('200');
		const jwt = await signProviderToken({ ...simulator.addKey(), issuedAtMs: nowMs });
		expect(await answerTo(await dial(simulator), `bearer ${jwt}`)).toBe('200');
	});

	test('is not minded where the simulator is lenient', async () => {
		const client = await dial(await startAt());
		expect(await answerTo(client, await tokenOfAge(0))).toBe('200');
		expect(await answerTo(client, await tokenOfAge(1000))).toBe('200');
	});
});
