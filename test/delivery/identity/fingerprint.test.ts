import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	fingerprintOf,
	type SigningKey,
} from '../../../nodes/Apns/delivery/identity/ProviderTokenSource.ts';
import { appleKeyFile } from './keyFiles.ts';

const keyFile = appleKeyFile();
const SIGNING_KEY: SigningKey = {
	teamId: 'TEAM123456',
	keyId: 'KEY1234567',
	privateKey: createPrivateKey(keyFile),
};

describe('the fingerprint of a signing key', () => {
	const another = createPrivateKey(appleKeyFile());
	const print = (change: Partial<SigningKey>) => fingerprintOf({ ...SIGNING_KEY, ...change });

	it('is the same for the same key, however it was read', () => {
		expect(print({ privateKey: createPrivateKey(keyFile) })).toBe(print({}));
	});

	it('changes with any part of it', () => {
		const prints = [
			print({}),
			print({ teamId: 'TEAM123457' }),
			print({ keyId: 'KEY1234568' }),
			print({ privateKey: another }),
			print({ teamId: 'KEY1234567', keyId: 'TEAM123456' }),
			print({ teamId: 'TEAM123456","KEY', keyId: '1234567' }),
		];
		expect(new Set(prints).size).toBe(prints.length);
	});

	it('gives nothing of the key away', () => {
		expect(print({})).toMatch(/^[\w-]{43}$/);
		expect(keyFile).not.toContain(print({}).slice(0, 12));
	});
});
