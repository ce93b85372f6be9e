import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../nodes/Apns/delivery/time/Clock.ts';
import {
	ProviderTokenSource,
	type SigningKey,
} from '../../../nodes/Apns/delivery/identity/ProviderTokenSource.ts';
import { appleKeyFile, otherFiles } from './keyFiles.ts';

const keyFile = appleKeyFile();
const privateKey = createPrivateKey(keyFile);
const publicKey = createPublicKey(keyFile);

const START_MS = Date.parse('2030-01-01T12:00:00.700Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A clock that only moves when told to. */
class StandingClock implements Clock {
	#nowMs = START_MS;

	nowMs(): number {
		return this.#nowMs;
	}

	dateMs(): number {
		return this.#nowMs;
	}

	move(ms: number): void {
		this.#nowMs += ms;
	}

	setTimer(): never {
		throw new Error('A provider token needs no timer');
	}

	clearTimer(): void {}

	busyMs(): number {
		return 0;
	}

	random(): number {
		return 0;
	}
}

/** A signing key that counts its uses, and may start with wrong keys. */
class CountedKey implements SigningKey {
	readonly teamId = 'TEAM123456';
	readonly keyId = 'KEY1234567';
	signings = 0;
	readonly #first: KeyObject[];

	constructor(...first: KeyObject[]) {
		this.#first = first;
	}

	get privateKey(): KeyObject {
		this.signings += 1;
		return this.#first.shift() ?? privateKey;
	}
}

function sourceAt(clock: Clock = new StandingClock(), ...first: KeyObject[]) {
	const key = new CountedKey(...first);
	return { key, source: new ProviderTokenSource(key, clock) };
}

describe('a provider token', () => {
	it('is a JWT that Apple can verify: ES256 and key ID, team and time of issue, nothing else', async () => {
		const { jwt, issuedAtSeconds } = await sourceAt().source.get();

		expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', kid: 'KEY1234567' });
		expect(decodeJwt(jwt)).toEqual({ iss: 'TEAM123456', iat: issuedAtSeconds });
		expect(issuedAtSeconds).toBe(Math.floor(START_MS / 1000));
		await jwtVerify(jwt, publicKey, { algorithms: ['ES256'], currentDate: new Date(START_MS) });
		expect(Buffer.from(jwt.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
	});

	it('is signed once for 50 callers at the same time', async () => {
		const { key, source } = sourceAt();
		const tokens = await Promise.all(Array.from({ length: 50 }, () => source.get()));
		expect(new Set(tokens).size).toBe(1);
		expect(key.signings).toBe(1);
	});

	it('is renewed once for 50 callers at the same time', async () => {
		const { key, source } = sourceAt();
		const first = await source.get();
		const renewed = await Promise.all(Array.from({ length: 50 }, () => source.renew()));
		expect(new Set(renewed).size).toBe(1);
		expect(renewed[0]).not.toBe(first);
		expect(source.current()).toBe(renewed[0]);
		expect(key.signings).toBe(2);
	});

	it('is there at once where it was signed before, and not where it was not', async () => {
		const { source } = sourceAt();
		expect(source.current()).toBeUndefined();
		const token = await source.get();
		expect(source.current()).toBe(token);
	});

	it('serves for 50 minutes and is renewed then, not before', async () => {
		const clock = new StandingClock();
		const { key, source } = sourceAt(clock);
		const first = await source.get();

		// Its `iat` is in whole seconds, so it is already 0.7 seconds old.
		clock.move(50 * MINUTE - 701);
		expect(await source.get()).toBe(first);
		expect(key.signings).toBe(1);

		clock.move(1);
		const second = await source.get();
		expect(second).not.toBe(first);
		expect(second.issuedAtSeconds - first.issuedAtSeconds).toBe(50 * 60);
		expect(key.signings).toBe(2);
	});

	it('is renewed no more than once in 20 minutes, however often it is asked for', async () => {
		const clock = new StandingClock();
		const { key, source } = sourceAt(clock);
		for (let minute = 0; minute < 24 * 60; minute += 1) {
			await source.get();
			clock.move(MINUTE);
		}
		expect(key.signings).toBe(Math.ceil((24 * 60) / 50));
	});
});

describe('a provider token that APNs calls expired', () => {
	it('is dropped', async () => {
		const { source } = sourceAt();
		const token = await source.get();
		source.expire(token);
		expect(source.current()).toBeUndefined();
		expect(await source.get()).not.toBe(token);
	});

	it('does not take the one that replaced it with it', async () => {
		const { source } = sourceAt();
		const old = await source.get();
		const replacement = await source.renew();
		source.expire(old);
		expect(source.current()).toBe(replacement);
	});

	it('does not disturb the signing of the next', async () => {
		const { key, source } = sourceAt();
		const old = await source.get();
		source.expire(old);
		const renewing = source.get();
		source.expire(old);
		expect(await Promise.all([renewing, source.get()])).toEqual([await renewing, source.current()]);
		expect(key.signings).toBe(2);
	});
});

describe('a clock that was set back', () => {
	it('by a little changes nothing', async () => {
		const clock = new StandingClock();
		const { source } = sourceAt(clock);
		const token = await source.get();
		clock.move(-30 * SECOND);
		expect(await source.get()).toBe(token);
	});

	it('by much gets a new token: the old one comes from the future', async () => {
		const clock = new StandingClock();
		const { source } = sourceAt(clock);
		const token = await source.get();
		clock.move(-60 * MINUTE);
		const renewed = await source.get();
		expect(renewed).not.toBe(token);
		expect(renewed.issuedAtSeconds).toBe(token.issuedAtSeconds - 3_600);
	});
});

describe('a signing that fails', () => {
	it('is told to every caller, and tried again by the next', async () => {
		const p384 = createPrivateKey((await otherFiles(keyFile)).p384);
		const { key, source } = sourceAt(new StandingClock(), p384);

		const failed = await Promise.allSettled([source.get(), source.get(), source.renew()]);
		expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(key.signings).toBe(1);
		expect(source.current()).toBeUndefined();

		const { jwt } = await source.get();
		await jwtVerify(jwt, publicKey, { currentDate: new Date(START_MS) });
	});
});
