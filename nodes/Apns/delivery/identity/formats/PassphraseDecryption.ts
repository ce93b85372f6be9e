import { createDecipheriv, hash } from 'node:crypto';
import { CredentialFieldError } from '../CredentialFieldError.ts';
import { integerOf, objectIdentifierOf, octetsOf, readDer, type DerValue } from './der.ts';
import { KeyDerivation } from './KeyDerivation.ts';
import { attempt } from './pasted.ts';
import { kindOf } from './recognize.ts';

/** A cipher that OpenSSL 3 does not support, or that is not used in these files. */
export class UnsupportedCipherError extends Error {
	override readonly name = 'UnsupportedCipherError';
	/** Its usual name, such as `RC2`. */
	readonly cipher: string;

	constructor(cipher: string | undefined) {
		const name = cipher ?? 'an unknown cipher';
		super(name);
		this.cipher = name;
	}
}

/**
 * Ciphers by their names in files (RFC 8018 §B.2, RFC 3565 §4.1, RFC 1423 §1.1): OpenSSL's name, key size
 * in bytes.
 */
const CIPHERS: Readonly<Record<string, readonly [string, number]>> = {
	'2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
	'2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
	'2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
	'1.2.840.113549.3.7': ['des-ede3-cbc', 24],
	// PKCS#12's own (RFC 7292 §C): their keys are derived differently.
	'1.2.840.113549.1.12.1.3': ['des-ede3-cbc', 24],
	'1.2.840.113549.1.12.1.4': ['des-ede-cbc', 16],
	'AES-128-CBC': ['aes-128-cbc', 16],
	'AES-192-CBC': ['aes-192-cbc', 24],
	'AES-256-CBC': ['aes-256-cbc', 32],
	'DES-EDE3-CBC': ['des-ede3-cbc', 24],
};

/** Ciphers that occur and cannot be decrypted. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
	'1.3.14.3.2.7': 'DES',
	'1.2.840.113549.3.2': 'RC2',
	'1.2.840.113549.1.5.3': 'DES',
	'1.2.840.113549.1.5.10': 'DES',
	'1.2.840.113549.1.5.6': 'RC2',
	'1.2.840.113549.1.5.11': 'RC2',
	'1.2.840.113549.1.12.1.1': 'RC4',
	'1.2.840.113549.1.12.1.2': 'RC4',
	'1.2.840.113549.1.12.1.5': 'RC2',
	'1.2.840.113549.1.12.1.6': 'RC2',
};

const PBES2 = '1.2.840.113549.1.5.13';
const PKCS12_PBE = '1.2.840.113549.1.12.1.';
const DES_BLOCK_BYTES = 8;

/** OpenSSL's own maximum. */
const MAX_PASSPHRASE_CHARACTERS = 1_024;

/** Decrypts with one passphrase. Only the decrypted content shows whether the passphrase was right. */
export class PassphraseDecryption {
	readonly #passphrase: string;
	readonly #keys: KeyDerivation;

	/** @throws {CredentialFieldError} if it is too long */
	constructor(passphrase: string) {
		if (passphrase.length > MAX_PASSPHRASE_CHARACTERS) {
			throw new CredentialFieldError(
				'passphrase',
				`It is too long: a passphrase has at most ${MAX_PASSPHRASE_CHARACTERS} characters.`,
			);
		}
		this.#passphrase = passphrase;
		this.#keys = new KeyDerivation(passphrase);
	}

	/**
	 * Decrypts by an AlgorithmIdentifier of PKCS#5 or PKCS#12.
	 *
	 * @param isRight whether the decrypted content makes sense
	 * @returns undefined where the passphrase does not open it
	 * @throws {UnsupportedCipherError}
	 * @throws {TooMuchWorkError}
	 */
	open(
		algorithm: DerValue,
		encrypted: Buffer,
		isRight: (opened: Buffer) => boolean,
	): Buffer | undefined {
		const [id, parameters] = readDer(algorithm.content);
		const name = objectIdentifierOf(id);
		const [first, second] = readDer(parameters?.content);
		const right = (opened: Buffer | undefined) =>
			opened !== undefined && isRight(opened) ? opened : undefined;
		if (name === PBES2) return right(this.#pbes2(first, second, encrypted));
		if (first === undefined || !name.startsWith(PKCS12_PBE)) throw unsupported(name);
		const opened = (ending: '\0' | '') =>
			right(this.#pkcs12(name, octetsOf(first), integerOf(second), encrypted, ending));
		return opened('\0') ?? (this.#passphrase === '' ? opened('') : undefined);
	}

	/**
	 * Decrypts an EncryptedPrivateKeyInfo (RFC 5208 §6) to PKCS#8.
	 *
	 * @returns undefined where the passphrase does not open it
	 * @throws {UnsupportedCipherError}
	 * @throws {TooMuchWorkError}
	 */
	openKey(der: Buffer): Buffer | undefined {
		const [whole] = readDer(der);
		const [algorithm, encrypted] = readDer(whole?.content);
		if (algorithm === undefined || encrypted === undefined) return undefined;
		return this.open(algorithm, octetsOf(encrypted), (opened) => kindOf(opened) === 'pkcs8');
	}

	/**
	 * Decrypts a key in OpenSSL's old format (RFC 1421 §4.6, `EVP_BytesToKey` with MD5).
	 *
	 * @param cipher as written in `DEK-Info`
	 * @returns undefined where the passphrase does not open it
	 * @throws {UnsupportedCipherError}
	 */
	openOldPem(cipher: string, vector: Buffer, encrypted: Buffer): Buffer | undefined {
		const [name, keyBytes] = cipherOf(cipher);
		const salt = vector.subarray(0, 8);
		const password = Buffer.from(this.#passphrase);
		let key = Buffer.alloc(0);
		for (let last = key; key.length < keyBytes; key = Buffer.concat([key, last])) {
			last = hash('md5', Buffer.concat([last, password, salt]), 'buffer');
		}
		const opened = decrypt(name, key.subarray(0, keyBytes), vector, encrypted);
		return opened !== undefined && kindOf(opened) !== undefined ? opened : undefined;
	}

	/** RFC 8018 §6.2. */
	#pbes2(derivation: DerValue | undefined, scheme: DerValue | undefined, encrypted: Buffer) {
		const [id, vector] = readDer(scheme?.content);
		const [name, keyBytes] = cipherOf(objectIdentifierOf(id));
		const key = derivation && this.#keys.pbes2(derivation, keyBytes);
		if (key === undefined || vector === undefined) throw unsupported('');
		return decrypt(name, key, octetsOf(vector), encrypted);
	}

	/** RFC 7292 §B and §C. */
	#pkcs12(id: string, salt: Buffer, iterations: number, encrypted: Buffer, ending: '\0' | '') {
		const [name, keyBytes] = cipherOf(id);
		const key = this.#keys.pkcs12(1, salt, iterations, keyBytes, ending);
		const vector = this.#keys.pkcs12(2, salt, iterations, DES_BLOCK_BYTES, ending);
		return decrypt(name, key, vector, encrypted);
	}
}

function cipherOf(id: string): readonly [string, number] {
	const cipher = CIPHERS[id];
	if (cipher === undefined) throw unsupported(id);
	return cipher;
}

/** Every unsupported cipher is reported here. */
function unsupported(id: string): UnsupportedCipherError {
	// Anything may be written in `DEK-Info`: only known names are repeated.
	const old = /^(DES|RC2|RC4|RC5|BF|CAST5|IDEA|SEED|CAMELLIA|ARIA|SM4)(?=-|$)/.exec(id)?.[0];
	return new UnsupportedCipherError(UNSUPPORTED[id] ?? old);
}

function decrypt(cipher: string, key: Buffer, vector: Buffer, encrypted: Buffer) {
	return attempt(() => {
		const decipher = createDecipheriv(cipher, key, vector);
		return Buffer.concat([decipher.update(encrypted), decipher.final()]);
	});
}
