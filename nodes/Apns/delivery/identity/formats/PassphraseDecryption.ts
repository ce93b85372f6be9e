import { createDecipheriv, hash } from 'node:crypto';
import { CredentialFieldError } from '../CredentialFieldError.ts';
import { cipherOf, RC2, rc2Of, unsupported, type Cipher } from './ciphers.ts';
import { integerOf, objectIdentifierOf, octetsOf, readDer, type DerValue } from './der.ts';
import { KeyDerivation } from './KeyDerivation.ts';
import { attempt } from './pasted.ts';
import { kindOf } from './recognize.ts';

const PBES2 = '1.2.840.113549.1.5.13';
const PKCS12_PBE = '1.2.840.113549.1.12.1.';
const DES_BLOCK_BYTES = 8;

/** PBES1 (RFC 8018 §A.3): the hash that the key is derived with. */
const PBES1_HASHES: Readonly<Record<string, 'md5' | 'sha1'>> = {
	'1.2.840.113549.1.5.3': 'md5',
	'1.2.840.113549.1.5.6': 'md5',
	'1.2.840.113549.1.5.10': 'sha1',
	'1.2.840.113549.1.5.11': 'sha1',
};

/** Cost of a byte: 100,000 take 10 ms in JavaScript, as long as 66,000 iterations. */
const LEGACY_COST = 2 / 3;

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
	async open(
		algorithm: DerValue,
		encrypted: Buffer,
		isRight: (opened: Buffer) => boolean,
	): Promise<Buffer | undefined> {
		const [id, parameters] = readDer(algorithm.content);
		const name = objectIdentifierOf(id);
		const [first, second] = readDer(parameters?.content);
		const right = (opened: Buffer | undefined) =>
			opened !== undefined && isRight(opened) ? opened : undefined;
		if (name === PBES2) return right(await this.#pbes2(first, second, encrypted));
		if (first === undefined) throw unsupported(name);
		const [salt, iterations] = [octetsOf(first), integerOf(second)];
		const md = PBES1_HASHES[name];
		if (md !== undefined) return right(await this.#pbes1(name, md, salt, iterations, encrypted));
		if (!name.startsWith(PKCS12_PBE)) throw unsupported(name);
		const opened = async (ending: '\0' | '') =>
			right(await this.#pkcs12(name, salt, iterations, encrypted, ending));
		return (await opened('\0')) ?? (this.#passphrase === '' ? await opened('') : undefined);
	}

	/**
	 * Decrypts an EncryptedPrivateKeyInfo (RFC 5208 §6) to PKCS#8.
	 *
	 * @returns undefined where the passphrase does not open it
	 * @throws {UnsupportedCipherError}
	 * @throws {TooMuchWorkError}
	 */
	async openKey(der: Buffer): Promise<Buffer | undefined> {
		const [whole] = readDer(der);
		const [algorithm, encrypted] = readDer(whole?.content);
		if (algorithm === undefined || encrypted === undefined) return undefined;
		return await this.open(algorithm, octetsOf(encrypted), (opened) => kindOf(opened) === 'pkcs8');
	}

	/**
	 * Decrypts a key in OpenSSL's old format (RFC 1421 §4.6, `EVP_BytesToKey` with MD5).
	 *
	 * @param cipherName as written in `DEK-Info`
	 * @returns undefined where the passphrase does not open it
	 * @throws {UnsupportedCipherError}
	 */
	async openOldPem(
		cipherName: string,
		vector: Buffer,
		encrypted: Buffer,
	): Promise<Buffer | undefined> {
		const cipher = cipherOf(cipherName);
		const { keyBytes } = cipher;
		const salt = vector.subarray(0, 8);
		const password = Buffer.from(this.#passphrase);
		let key = Buffer.alloc(0);
		for (let last = key; key.length < keyBytes; key = Buffer.concat([key, last])) {
			last = hash('md5', Buffer.concat([last, password, salt]), 'buffer');
		}
		const opened = await this.#decrypt(cipher, key.subarray(0, keyBytes), vector, encrypted);
		return opened !== undefined && kindOf(opened) !== undefined ? opened : undefined;
	}

	/** RFC 8018 §6.2. */
	async #pbes2(derivation: DerValue | undefined, scheme: DerValue | undefined, encrypted: Buffer) {
		const [id, parameters] = readDer(scheme?.content);
		const name = objectIdentifierOf(id);
		const [version, rc2Vector] = name === RC2 ? readDer(parameters?.content) : [];
		const cipher = name === RC2 ? rc2Of(integerOf(version)) : cipherOf(name);
		const vector = rc2Vector ?? parameters;
		const key = derivation && this.#keys.pbes2(derivation, cipher.keyBytes);
		if (key === undefined || vector === undefined) throw unsupported('');
		return await this.#decrypt(cipher, key, octetsOf(vector), encrypted);
	}

	/** RFC 8018 §6.1. */
	async #pbes1(
		id: string,
		md: 'md5' | 'sha1',
		salt: Buffer,
		iterations: number,
		encrypted: Buffer,
	) {
		const cipher = cipherOf(id);
		const derived = this.#keys.pbkdf1(md, salt, iterations);
		const vector = derived.subarray(cipher.keyBytes, cipher.keyBytes + DES_BLOCK_BYTES);
		return await this.#decrypt(cipher, derived.subarray(0, cipher.keyBytes), vector, encrypted);
	}

	/** RFC 7292 §B and §C. */
	async #pkcs12(
		id: string,
		salt: Buffer,
		iterations: number,
		encrypted: Buffer,
		ending: '\0' | '',
	) {
		const cipher = cipherOf(id);
		const key = this.#keys.pkcs12(1, salt, iterations, cipher.keyBytes, ending);
		const vector = this.#keys.pkcs12(2, salt, iterations, DES_BLOCK_BYTES, ending);
		return await this.#decrypt(cipher, key, vector, encrypted);
	}

	async #decrypt(cipher: Cipher, key: Buffer, vector: Buffer, encrypted: Buffer) {
		if (cipher.isLegacy === true) {
			this.#keys.spend(encrypted.length * LEGACY_COST);
			const { decryptLegacy } = await import('./legacyCiphers.ts');
			return decryptLegacy(cipher, key, vector, encrypted);
		}
		return attempt(() => {
			const decipher = createDecipheriv(cipher.name, key, vector);
			return Buffer.concat([decipher.update(encrypted), decipher.final()]);
		});
	}
}
