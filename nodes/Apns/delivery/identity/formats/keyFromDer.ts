import { createPrivateKey, type KeyObject } from 'node:crypto';
import { objectIdentifierOf, readDer, TAGS } from './der.ts';
import { attempt } from './pasted.ts';
import { kindOf } from './recognize.ts';

/** Key algorithms (RFC 3279 §2.3, RFC 8410 §3), as OpenSSL names them. */
const KEY_TYPES: Readonly<Record<string, string>> = {
	'1.2.840.113549.1.1.1': 'RSA',
	'1.2.840.113549.1.1.10': 'RSA-PSS',
	'1.2.840.10040.4.1': 'DSA',
	'1.2.840.113549.1.3.1': 'DH',
	'1.2.840.10045.2.1': 'EC',
	'1.3.101.110': 'X25519',
	'1.3.101.111': 'X448',
	'1.3.101.112': 'ED25519',
	'1.3.101.113': 'ED448',
};

/**
 * Types that are fast to read. For the others, OpenSSL computes the public part: that takes seconds for
 * large numbers.
 */
const READ_AT_ONCE: ReadonlySet<string> = new Set(['RSA', 'EC', 'ED25519', 'ED448']);

/** Apple's push certificates have 2048 bits. A signature with 8192 bits blocks n8n for 30 ms or more. */
const MAX_RSA_BYTES = 4096 / 8;

/** With a larger `e`, checking a signature takes as long as signing. */
const MAX_RSA_EXPONENT_BYTES = 8;

/** The type of a key in PKCS#8, as OpenSSL names it. */
export function keyTypeOf(pkcs8: Buffer): string {
	const [, algorithm] = partsOf(pkcs8);
	const [id] = readDer(algorithm?.content);
	return KEY_TYPES[objectIdentifierOf(id)] ?? 'unknown';
}

/**
 * Reads an unencrypted private key in PKCS#8, PKCS#1 or SEC1. Undefined if it cannot be read; an error
 * message if it must not be used.
 */
export function keyFromDer(der: Buffer): KeyObject | string | undefined {
	const kind = kindOf(der);
	if (kind !== 'pkcs8' && kind !== 'pkcs1' && kind !== 'sec1') return undefined;
	const type = kind === 'pkcs8' ? keyTypeOf(der) : undefined;
	if (type === 'unknown') return undefined;
	if (type !== undefined && !READ_AT_ONCE.has(type)) {
		return `The private key is of type ${type}; keys of Apple's push certificates are RSA.`;
	}
	const rsa = kind === 'pkcs1' ? der : kind === 'pkcs8' ? partsOf(der)[2]?.content : undefined;
	if (rsa !== undefined && kindOf(rsa) === 'pkcs1' && !isOrdinary(rsa)) {
		return `The private key has more than ${8 * MAX_RSA_BYTES} bits, or is not an ordinary RSA key. Keys of Apple's push certificates have 2048 bits.`;
	}
	return attempt(() => createPrivateKey({ key: der, format: 'der', type: kind }));
}

/** RFC 8017 §A.1.2: version, n, e, d, p, q, and three numbers as large as p and q. */
function isOrdinary(pkcs1: Buffer): boolean {
	const [, n = 0, e = 0, d = 0, ...halves] = partsOf(pkcs1).map(
		({ content }) => content.length - 1,
	);
	return (
		n <= MAX_RSA_BYTES &&
		e <= MAX_RSA_EXPONENT_BYTES &&
		d <= n &&
		halves.every((half) => half <= n / 2 + 1)
	);
}

function partsOf(der: Buffer) {
	const [whole] = readDer(der);
	return whole?.tag === TAGS.sequence ? readDer(whole.content) : [];
}
