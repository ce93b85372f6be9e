import type { KeyObject } from 'node:crypto';
import { CredentialFieldError } from './CredentialFieldError.ts';
import { UnsupportedCipherError } from './formats/ciphers.ts';
import { keyFromDer } from './formats/keyFromDer.ts';
import { TooMuchWorkError } from './formats/KeyDerivation.ts';
import { PassphraseDecryption } from './formats/PassphraseDecryption.ts';
import { derOf, type PemBlock } from './formats/pasted.ts';
import { kindOf } from './formats/recognize.ts';

/** RFC 1421 §4.6: headers above the base64 in OpenSSL's old format of encrypted keys. */
const ENCRYPTION_HEADERS = /Proc-Type:\s*4,ENCRYPTED\s+DEK-Info:\s*([A-Z0-9-]+),([0-9A-Fa-f]+)/;

/** The keys that could be read, and the first error. */
export interface PemKeys {
	readonly keys: readonly KeyObject[];
	readonly fault: CredentialFieldError | undefined;
}

/** Reads all private keys of a text and decrypts those that are encrypted. */
export async function readPemKeys(
	blocks: readonly PemBlock[],
	passphrase: string,
): Promise<PemKeys> {
	const keys: KeyObject[] = [];
	let fault: CredentialFieldError | undefined;
	const decryption = new PassphraseDecryption(passphrase);
	for (const block of blocks) {
		try {
			keys.push(await readKey(block, decryption, passphrase === ''));
		} catch (error) {
			if (!(error instanceof CredentialFieldError)) throw error;
			fault ??= error;
		}
	}
	return { keys, fault };
}

/** @throws {CredentialFieldError} */
async function readKey(
	block: PemBlock,
	decryption: PassphraseDecryption,
	isEmpty: boolean,
): Promise<KeyObject> {
	if (block.label === 'OPENSSH PRIVATE KEY') {
		throw new CredentialFieldError('privateKey', 'This is an SSH key.');
	}
	const key = keyFromDer(await opened(block, decryption, isEmpty));
	if (typeof key === 'string') throw new CredentialFieldError('privateKey', key);
	if (key !== undefined) return key;
	throw new CredentialFieldError(
		'privateKey',
		'It cannot be read. Paste it in PEM form, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.',
	);
}

async function opened(
	{ body }: PemBlock,
	decryption: PassphraseDecryption,
	isEmpty: boolean,
): Promise<Buffer> {
	const headers = ENCRYPTION_HEADERS.exec(body);
	const der = derOf(headers === null ? body : body.replace(headers[0], ''));
	if (headers === null && kindOf(der) !== 'encryptedKey') return der;
	if (isEmpty) throw passphrase('It is empty, but the private key is encrypted.');
	const key = await unlessImpossible(async () =>
		headers === null
			? await decryption.openKey(der)
			: await decryption.openOldPem(headers[1]!, Buffer.from(headers[2]!, 'hex'), der),
	);
	if (key === undefined) throw passphrase('It does not decrypt the private key.');
	return key;
}

/** Reports faults that no passphrase can fix. */
async function unlessImpossible<T>(open: () => Promise<T>): Promise<T> {
	try {
		return await open();
	} catch (error) {
		if (error instanceof UnsupportedCipherError) {
			throw new CredentialFieldError(
				'privateKey',
				`It is encrypted with ${error.cipher}, which cannot be read here. Encrypt it again with "openssl pkcs8 -topk8 -provider legacy -provider default -in key.pem -out new.pem", and paste new.pem.`,
			);
		}
		if (error instanceof TooMuchWorkError) {
			throw new CredentialFieldError(
				'privateKey',
				'Decrypting it would block n8n for too long: it uses too many iterations. Encrypt it again with "openssl pkcs8 -topk8 -in key.pem -out new.pem", and paste new.pem.',
			);
		}
		throw error;
	}
}

function passphrase(message: string): CredentialFieldError {
	return new CredentialFieldError('passphrase', message);
}
