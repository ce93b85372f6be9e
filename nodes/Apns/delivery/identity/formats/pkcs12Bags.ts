import { UnsupportedCipherError } from './ciphers.ts';
import { objectIdentifierOf, octetsOf, readDer, TAGS, type DerValue } from './der.ts';
import { TooMuchWorkError } from './KeyDerivation.ts';
import type { PassphraseDecryption } from './PassphraseDecryption.ts';

/** The content of a .p12 file, in DER. */
export interface Pkcs12Bags {
	readonly certificates: Buffer[];
	/** PKCS#8, decrypted. */
	readonly keys: Buffer[];
}

/** RFC 5652 §4 and §8. */
const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';

/** RFC 7292 §4.2. */
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';

/** Limit, because each takes time to read. */
const MAX_BAGS = 50;

/** The passphrase does not open the file. */
export class WrongPassphraseError extends Error {
	override readonly name = 'WrongPassphraseError';
}

/**
 * Reads all certificates and keys of a .p12 file (PFX, RFC 7292 §4). OpenSSL returns only one of each, and
 * Node.js trusts the other certificates as authorities. The MAC is not checked: it detects changes by
 * somebody without the passphrase, but the passphrase is next to the file in the credential.
 *
 * @throws {WrongPassphraseError}
 * @throws {UnsupportedCipherError}
 * @throws {TooMuchWorkError}
 */
export async function readPkcs12(
	file: Buffer,
	decryption: PassphraseDecryption,
): Promise<Pkcs12Bags> {
	const bags: Pkcs12Bags = { certificates: [], keys: [] };
	const [pfx] = readDer(file);
	const [, authenticatedSafe] = readDer(pfx?.content);
	let unsupported: UnsupportedCipherError | undefined;
	for (const part of listIn(dataIn(authenticatedSafe))) {
		try {
			for (const bag of listIn(dataIn(part) ?? (await openedDataIn(part, decryption)))) {
				await addBag(bag, bags, decryption);
			}
		} catch (error) {
			if (!(error instanceof UnsupportedCipherError)) throw error;
			// The next part may show that the passphrase is wrong, which is reported first.
			unsupported = error;
		}
	}
	if (unsupported !== undefined) throw unsupported;
	return bags;
}

/** RFC 7292 §4.2: the first part of a bag is its type, the second wraps its content. */
async function addBag(
	{ content }: DerValue,
	bags: Pkcs12Bags,
	decryption: PassphraseDecryption,
): Promise<void> {
	const [id, wrapped] = readDer(content);
	if (wrapped === undefined) return;
	const kind = objectIdentifierOf(id);
	if (kind === CERTIFICATE_BAG) {
		const [bag] = readDer(wrapped.content);
		const [, certificate] = readDer(bag?.content);
		const [octets] = readDer(certificate?.content);
		if (octets !== undefined) bags.certificates.push(octetsOf(octets));
	}
	if (kind === KEY_BAG) bags.keys.push(wrapped.content);
	if (kind === SHROUDED_KEY_BAG) {
		const key = await decryption.openKey(wrapped.content);
		if (key === undefined) throw new WrongPassphraseError();
		bags.keys.push(key);
	}
	if (bags.certificates.length + bags.keys.length > MAX_BAGS) throw new TooMuchWorkError();
}

/** The data of a ContentInfo that is not encrypted. */
function dataIn(info: DerValue | undefined): Buffer | undefined {
	const [id, wrapped] = readDer(info?.content);
	if (objectIdentifierOf(id) !== DATA) return undefined;
	const [octets] = readDer(wrapped?.content);
	return octets && octetsOf(octets);
}

/** The data of a ContentInfo with EncryptedData (RFC 5652 §8). */
async function openedDataIn(
	info: DerValue,
	decryption: PassphraseDecryption,
): Promise<Buffer | undefined> {
	const [id, wrapped] = readDer(info.content);
	if (objectIdentifierOf(id) !== ENCRYPTED_DATA) return undefined;
	const [encryptedData] = readDer(wrapped?.content);
	const [, encrypted] = readDer(encryptedData?.content);
	const [, algorithm, content] = readDer(encrypted?.content);
	if (algorithm === undefined || content === undefined) return undefined;
	const opened = await decryption.open(
		algorithm,
		octetsOf(content),
		(data) => listIn(data).length > 0,
	);
	if (opened === undefined) throw new WrongPassphraseError();
	return opened;
}

function listIn(der: Buffer | undefined): DerValue[] {
	const [list] = readDer(der);
	return list?.tag === TAGS.sequence ? readDer(list.content) : [];
}
