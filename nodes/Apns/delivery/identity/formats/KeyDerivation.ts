import { hash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { integerOf, objectIdentifierOf, octetsOf, readDer, TAGS, type DerValue } from './der.ts';
import { attempt } from './pasted.ts';

/** Decryption would block n8n for too long. */
export class TooMuchWorkError extends Error {
	override readonly name = 'TooMuchWorkError';
}

/**
 * The most work for one credential, in iterations of HMAC-SHA-256: 30 ms on processors with SHA
 * instructions, 70 ms on others. OpenSSL, macOS and Windows write 2,048 or less, Java 10,000, .NET up to
 * 100,000.
 */
const MAX_WORK = 200_000;

/** PBKDF2's hashes (RFC 8018 §B.1.2): name, size in bytes, and cost relative to SHA-256. */
const PBKDF2_HASHES: Readonly<Record<string, readonly [string, number, number]>> = {
	'1.2.840.113549.2.7': ['sha1', 20, 1],
	'1.2.840.113549.2.8': ['sha224', 28, 1],
	'1.2.840.113549.2.9': ['sha256', 32, 1],
	'1.2.840.113549.2.10': ['sha384', 48, 3],
	'1.2.840.113549.2.11': ['sha512', 64, 3],
};

const PBKDF2 = '1.2.840.113549.1.5.12';
/** RFC 7914 §7. */
const SCRYPT = '1.3.6.1.4.1.11591.4.11';

/** Cost of a step of scrypt; there are N·r·p steps. OpenSSL's default (16,384·8·1) is just allowed. */
const SCRYPT_COST = 1.5;

/** Never reached: {@link MAX_WORK} allows less. */
const SCRYPT_MEMORY_BYTES = 64 * 2 ** 20;

/** PKCS#12's own encryption uses SHA-1 only: size of the hash and of its block, in bytes. */
const SHA1_BYTES = 20;
const SHA1_BLOCK_BYTES = 64;

/** Cost of an iteration, which is a call to OpenSSL. */
const HASH_COST = 6;

/** Derives keys from a passphrase, until {@link MAX_WORK} is used up. */
export class KeyDerivation {
	readonly #passphrase: string;
	#workLeft = MAX_WORK;

	constructor(passphrase: string) {
		this.#passphrase = passphrase;
	}

	/**
	 * Key for PBES2 (RFC 8018 §6.2).
	 *
	 * @returns undefined if the function is not known
	 * @throws {TooMuchWorkError}
	 */
	pbes2(algorithm: DerValue, keyBytes: number): Buffer | undefined {
		const [id, parameters] = readDer(algorithm.content);
		const parts = readDer(parameters?.content);
		const salt = parts[0] && octetsOf(parts[0]);
		if (salt === undefined) return undefined;
		if (objectIdentifierOf(id) === SCRYPT) return this.#scrypt(salt, parts, keyBytes);
		return objectIdentifierOf(id) === PBKDF2 ? this.#pbkdf2(salt, parts, keyBytes) : undefined;
	}

	#pbkdf2(salt: Buffer, parts: readonly DerValue[], keyBytes: number): Buffer | undefined {
		const iterations = integerOf(parts[1]);
		const [id] = readDer(parts.slice(2).find(({ tag }) => tag === TAGS.sequence)?.content);
		const [name, bytes, cost] =
			PBKDF2_HASHES[id === undefined ? '1.2.840.113549.2.7' : objectIdentifierOf(id)] ?? [];
		if (name === undefined || bytes === undefined || cost === undefined) return undefined;
		this.spend(iterations * Math.ceil(keyBytes / bytes) * cost);
		return attempt(() => pbkdf2Sync(this.#passphrase, salt, iterations, keyBytes, name));
	}

	#scrypt(salt: Buffer, parts: readonly DerValue[], keyBytes: number): Buffer | undefined {
		const [N = NaN, r = NaN, p = NaN] = parts.slice(1, 4).map(integerOf);
		this.spend(N * r * p * SCRYPT_COST);
		const options = { N, r, p, maxmem: SCRYPT_MEMORY_BYTES };
		return attempt(() => scryptSync(this.#passphrase, salt, keyBytes, options));
	}

	/**
	 * Key for PKCS#12's own encryption (RFC 7292 §B.2, with SHA-1).
	 *
	 * @param purpose 1: a key, 2: an initialization vector
	 * @param ending two zero bytes end a password, even an empty one; some programs omit them if there is no
	 *   password
	 * @throws {TooMuchWorkError}
	 */
	pkcs12(
		purpose: 1 | 2,
		salt: Buffer,
		iterations: number,
		bytes: number,
		ending: '\0' | '' = '\0',
	): Buffer {
		this.spend(iterations * Math.ceil(bytes / SHA1_BYTES) * HASH_COST);
		const password = Buffer.from(this.#passphrase + ending, 'utf16le').swap16();
		const input = Buffer.concat([filled(salt), filled(password)]);
		const made: Buffer[] = [];
		for (let length = 0; length < bytes; length += SHA1_BYTES) {
			let block = Buffer.concat([Buffer.alloc(SHA1_BLOCK_BYTES, purpose), input]);
			for (let round = 0; round < iterations; round++) block = hash('sha1', block, 'buffer');
			made.push(block);
			addToEachBlock(input, Buffer.alloc(SHA1_BLOCK_BYTES, block));
		}
		return Buffer.concat(made, bytes);
	}

	/**
	 * Key and initialization vector for PBES1 (RFC 8018 §5.1).
	 *
	 * @throws {TooMuchWorkError}
	 */
	pbkdf1(md: 'md5' | 'sha1', salt: Buffer, iterations: number): Buffer {
		this.spend(iterations * HASH_COST);
		let derived = Buffer.concat([Buffer.from(this.#passphrase), salt]);
		for (let round = 0; round < iterations; round++) derived = hash(md, derived, 'buffer');
		return derived;
	}

	/**
	 * Counts work, in iterations of HMAC-SHA-256.
	 *
	 * @throws {TooMuchWorkError}
	 */
	spend(work: number): void {
		this.#workLeft -= work;
		// Not `< 0`: it may be NaN.
		if (!(this.#workLeft >= 0)) throw new TooMuchWorkError();
	}
}

function filled(bytes: Buffer): Buffer {
	return Buffer.alloc(Math.ceil(bytes.length / SHA1_BLOCK_BYTES) * SHA1_BLOCK_BYTES, bytes);
}

/** Adds one more, as RFC 7292 §B.2 says; what does not fit into a block is dropped. */
function addToEachBlock(input: Buffer, addend: Buffer): void {
	for (let end = input.length; end > 0; end -= SHA1_BLOCK_BYTES) {
		let carry = 1;
		for (let back = 1; back <= SHA1_BLOCK_BYTES; back++) {
			carry += input[end - back]! + addend[SHA1_BLOCK_BYTES - back]!;
			input[end - back] = carry & 0xff;
			carry >>= 8;
		}
	}
}
