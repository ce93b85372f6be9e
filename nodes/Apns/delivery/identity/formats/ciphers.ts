/** A cipher that can be decrypted. */
export interface Cipher {
	/** As OpenSSL names it. */
	readonly name: string;
	readonly keyBytes: number;
	/** OpenSSL 3 has moved it into a provider that Node.js does not have: `legacyCiphers.ts` decrypts it. */
	readonly isLegacy?: boolean;
}

/** A cipher that cannot be decrypted, or that is not used in these files. */
export class UnsupportedCipherError extends Error {
	override readonly name = 'UnsupportedCipherError';
	/** Its usual name, such as `IDEA`. */
	readonly cipher: string;

	constructor(cipher: string | undefined) {
		const name = cipher ?? 'an unknown cipher';
		super(name);
		this.cipher = name;
	}
}

const current = (name: string, keyBytes: number): Cipher => ({ name, keyBytes });
const legacy = (name: string, keyBytes: number): Cipher => ({ name, keyBytes, isLegacy: true });

const DES = legacy('des-cbc', 8);
const RC2_40 = legacy('rc2-40-cbc', 5);
const RC2_64 = legacy('rc2-64-cbc', 8);
const RC2_128 = legacy('rc2-cbc', 16);

/** Ciphers by their names in files (RFC 8018 §B.2, RFC 3565 §4.1, RFC 3657 §3, RFC 5794 §3, RFC 1423 §1.1). */
const CIPHERS: Readonly<Record<string, Cipher>> = {
	'2.16.840.1.101.3.4.1.2': current('aes-128-cbc', 16),
	'2.16.840.1.101.3.4.1.22': current('aes-192-cbc', 24),
	'2.16.840.1.101.3.4.1.42': current('aes-256-cbc', 32),
	'1.2.392.200011.61.1.1.1.2': current('camellia-128-cbc', 16),
	'1.2.392.200011.61.1.1.1.3': current('camellia-192-cbc', 24),
	'1.2.392.200011.61.1.1.1.4': current('camellia-256-cbc', 32),
	'1.2.410.200046.1.1.2': current('aria-128-cbc', 16),
	'1.2.410.200046.1.1.7': current('aria-192-cbc', 24),
	'1.2.410.200046.1.1.12': current('aria-256-cbc', 32),
	'1.2.840.113549.3.7': current('des-ede3-cbc', 24),
	'1.3.14.3.2.7': DES,
	// PKCS#12's own (RFC 7292 §C): their keys are derived differently. Keychain Access uses the last one.
	'1.2.840.113549.1.12.1.1': legacy('rc4', 16),
	'1.2.840.113549.1.12.1.2': legacy('rc4', 5),
	'1.2.840.113549.1.12.1.3': current('des-ede3-cbc', 24),
	'1.2.840.113549.1.12.1.4': current('des-ede-cbc', 16),
	'1.2.840.113549.1.12.1.5': RC2_128,
	'1.2.840.113549.1.12.1.6': RC2_40,
	// PBES1 (RFC 8018 §A.3). `openssl pkcs8 -topk8` wrote the first one before OpenSSL 1.1.0.
	'1.2.840.113549.1.5.3': DES,
	'1.2.840.113549.1.5.6': RC2_64,
	'1.2.840.113549.1.5.10': DES,
	'1.2.840.113549.1.5.11': RC2_64,
	...Object.fromEntries(
		['AES', 'CAMELLIA', 'ARIA'].flatMap((family) =>
			[128, 192, 256].map((bits) => {
				const name = `${family}-${bits}-CBC`;
				return [name, current(name.toLowerCase(), bits / 8)];
			}),
		),
	),
	'DES-EDE3-CBC': current('des-ede3-cbc', 24),
	'DES-EDE-CBC': current('des-ede-cbc', 16),
	'DES-CBC': DES,
	'RC2-CBC': RC2_128,
	'RC2-64-CBC': RC2_64,
	'RC2-40-CBC': RC2_40,
};

/** RC2 in PBES2, by its version number, which stands for the effective bits of the key (RFC 8018 §B.2.3). */
export const RC2 = '1.2.840.113549.3.2';
const RC2_BY_VERSION: Readonly<Record<number, Cipher>> = { 160: RC2_40, 120: RC2_64, 58: RC2_128 };

/** Ciphers that occur and that no well-kept library decrypts. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
	[RC2]: 'RC2',
	'1.2.840.113549.3.9': 'RC5',
	'1.2.840.113549.1.5.1': 'DES with MD2',
	'1.2.840.113549.1.5.4': 'RC2 with MD2',
	'1.2.840.113533.7.66.10': 'CAST5',
	'1.2.410.200004.1.4': 'SEED',
	'1.3.6.1.4.1.188.7.1.1.2': 'IDEA',
	'1.3.6.1.4.1.3029.1.2': 'BF',
};

/** @throws {UnsupportedCipherError} */
export function cipherOf(id: string): Cipher {
	const cipher = CIPHERS[id];
	if (cipher === undefined) throw unsupported(id);
	return cipher;
}

/** @throws {UnsupportedCipherError} */
export function rc2Of(version: number): Cipher {
	const cipher = RC2_BY_VERSION[version];
	if (cipher === undefined) throw unsupported(RC2);
	return cipher;
}

/** Every unsupported cipher is reported with this. */
export function unsupported(id: string): UnsupportedCipherError {
	// Anything may be written in `DEK-Info`: only known names are repeated.
	const old = /^(DES|RC2|RC4|RC5|BF|CAST5|IDEA|SEED|SM4)(?=-|$)/.exec(id)?.[0];
	return new UnsupportedCipherError(UNSUPPORTED[id] ?? old);
}
