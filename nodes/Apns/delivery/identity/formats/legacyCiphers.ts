import des from 'node-forge/lib/des.js';
import rc2 from 'node-forge/lib/rc2.js';
import util from 'node-forge/lib/util.js';
import type { Cipher } from './ciphers.ts';

// The build puts this module into a file of its own, which is loaded only when a key or a .p12 file needs it.
//
// Only the ciphers of node-forge are used. Its parsers are not bundled: they have had advisories, have no limits, and
// derive keys in JavaScript.

const BLOCK_BYTES = 8;

/** node-forge's RC2 keeps all it has decrypted of one input, and takes seconds for a large one. */
const PIECE_BYTES = 512;

/** Effective bits of the key (RFC 2268 §2). */
const RC2_BITS: Readonly<Record<string, number>> = {
	'rc2-40-cbc': 40,
	'rc2-64-cbc': 64,
	'rc2-cbc': 128,
};

/**
 * Decrypts with a cipher that OpenSSL 3 does not have.
 *
 * @returns undefined if the padding is wrong, because the key is
 */
export function decryptLegacy(
	{ name }: Cipher,
	key: Buffer,
	vector: Buffer,
	encrypted: Buffer,
): Buffer | undefined {
	if (name === 'rc4') return rc4(key, encrypted);
	if (encrypted.length === 0 || encrypted.length % BLOCK_BYTES !== 0) return undefined;
	if (vector.length !== BLOCK_BYTES) return undefined;
	const bits = RC2_BITS[name];
	const cipher =
		bits === undefined
			? des.createDecryptionCipher(key.toString('latin1'))
			: rc2.createDecryptionCipher(key.toString('latin1'), bits);
	const pieces: Buffer[] = [];
	for (let at = 0; at < encrypted.length; at += PIECE_BYTES) {
		// Cipher block chaining: the last block before a piece is its initialization vector.
		const start = at === 0 ? vector : encrypted.subarray(at - BLOCK_BYTES, at);
		const piece = encrypted.subarray(at, at + PIECE_BYTES);
		cipher.start(start.toString('latin1'));
		cipher.update(util.createBuffer(piece.toString('latin1')));
		// Without padding, which only the last piece has. DES keeps back the last block until then.
		cipher.finish(() => true);
		pieces.push(Buffer.from(cipher.output.getBytes(), 'latin1'));
	}
	return withoutPadding(Buffer.concat(pieces));
}

/** RFC 8018 §6.1.1: 1 to 8 bytes, each of which is their number. node-forge accepts others. */
function withoutPadding(bytes: Buffer): Buffer | undefined {
	const count = bytes.at(-1)!;
	const padding = bytes.subarray(-count);
	const isRight = count >= 1 && count <= BLOCK_BYTES && padding.every((byte) => byte === count);
	return isRight ? bytes.subarray(0, -count) : undefined;
}

/** node-forge does not have it. The generator is in Schneier, "Applied Cryptography", §17.1. */
function rc4(key: Buffer, encrypted: Buffer): Buffer {
	const state = Uint8Array.from({ length: 256 }, (_, index) => index);
	let j = 0;
	const swapped = (i: number): number => {
		const [one, other] = [state[i]!, state[j]!];
		state[i] = other;
		state[j] = one;
		return state[(one + other) & 0xff]!;
	};
	for (let i = 0; i < 256; i += 1) {
		j = (j + state[i]! + key[i % key.length]!) & 0xff;
		swapped(i);
	}
	j = 0;
	return Buffer.from(
		encrypted.map((byte, at) => {
			const i = (at + 1) & 0xff;
			j = (j + state[i]!) & 0xff;
			return byte ^ swapped(i);
		}),
	);
}
