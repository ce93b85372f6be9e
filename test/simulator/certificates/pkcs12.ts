import {
	createCipheriv,
	createHash,
	createHmac,
	createPrivateKey,
	pbkdf2Sync,
	randomBytes,
	X509Certificate,
} from 'node:crypto';
import type { CertifiedKey } from './authority.ts';
import { der, integer, objectIdentifier, octetString, sequence, tags } from './der.ts';

const ITERATIONS = 2048;
const SALT_BYTES = 16;

const oids = {
	data: '1.2.840.113549.1.7.1',
	shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
	certificateBag: '1.2.840.113549.1.12.10.1.3',
	x509Certificate: '1.2.840.113549.1.9.22.1',
	pbes2: '1.2.840.113549.1.5.13',
	pbkdf2: '1.2.840.113549.1.5.12',
	hmacWithSha256: '1.2.840.113549.2.9',
	aes256Cbc: '2.16.840.1.101.3.4.1.42',
	sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** Additional content of a .p12 file with one certificate and its key. */
export interface Pkcs12Extras {
	/** Further certificates with their keys, after the first one. */
	readonly others?: readonly CertifiedKey[];
	/** Further certificates in PEM, such as CA certificates. */
	readonly certificates?: readonly string[];
	/** Default: 2048, as in OpenSSL. */
	readonly iterations?: number;
}

/**
 * A certificate and its key as a .p12 file (PKCS#12, RFC 7292), encrypted as `openssl pkcs12 -export`
 * does it today: PBES2 with AES-256, and a MAC with SHA-256.
 */
export function toPkcs12(
	first: CertifiedKey,
	password: string,
	{ others = [], certificates = [], iterations = ITERATIONS }: Pkcs12Extras = {},
): Buffer {
	const identities = [first, ...others];
	const keyBags = identities.map(({ privateKey }) =>
		bag(oids.shroudedKeyBag, encryptedKey(privateKey, password, iterations)),
	);
	const all = [...identities.map(({ certificate }) => certificate), ...certificates];
	const safe = sequence(
		data(sequence(...keyBags)),
		data(sequence(...all.map((certificate) => certificateBag(certificate)))),
	);
	return sequence(integer(3), data(safe), mac(safe, password));
}

function certificateBag(certificate: string): Buffer {
	return bag(
		oids.certificateBag,
		sequence(
			objectIdentifier(oids.x509Certificate),
			der(tags.context0, octetString(new X509Certificate(certificate).raw)),
		),
	);
}

/** RFC 7292 section 4.2: SafeBag without attributes. */
function bag(type: string, value: Buffer): Buffer {
	return sequence(objectIdentifier(type), der(tags.context0, value));
}

/** RFC 5652 section 4: ContentInfo with plain data. */
function data(content: Buffer): Buffer {
	return sequence(objectIdentifier(oids.data), der(tags.context0, octetString(content)));
}

/** RFC 5958 section 3: EncryptedPrivateKeyInfo; the encryption is that of RFC 8018 section 6.2. */
function encryptedKey(privateKey: string, password: string, iterations: number): Buffer {
	const salt = randomBytes(SALT_BYTES);
	const iv = randomBytes(16);
	// With so many, nobody can decrypt it, so the key itself does not matter.
	const rounds = iterations > 1e6 ? 1 : iterations;
	const cipher = createCipheriv(
		'aes-256-cbc',
		pbkdf2Sync(password, salt, rounds, 32, 'sha256'),
		iv,
	);
	const pkcs8 = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
	const pbkdf2 = sequence(
		objectIdentifier(oids.pbkdf2),
		sequence(octetString(salt), integer(iterations), algorithm(oids.hmacWithSha256)),
	);
	const aes = sequence(objectIdentifier(oids.aes256Cbc), octetString(iv));
	return sequence(
		sequence(objectIdentifier(oids.pbes2), sequence(pbkdf2, aes)),
		octetString(Buffer.concat([cipher.update(pkcs8), cipher.final()])),
	);
}

/** RFC 7292 section 4: MacData. */
function mac(content: Buffer, password: string): Buffer {
	const salt = randomBytes(SALT_BYTES);
	const digest = createHmac('sha256', macKey(password, salt)).update(content).digest();
	return sequence(
		sequence(algorithm(oids.sha256), octetString(digest)),
		octetString(salt),
		integer(ITERATIONS),
	);
}

/**
 * RFC 7292 appendix B.2 with SHA-256 and ID 3. The key needs only one block of the hash, so the steps for
 * further blocks are missing.
 */
function macKey(password: string, salt: Buffer): Buffer {
	const BLOCK_BYTES = 64;
	const repeated = (bytes: Buffer) =>
		Buffer.alloc(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES, bytes);
	const bmpPassword = Buffer.from(`${password}\0`, 'utf16le').swap16();
	let hash = Buffer.concat([Buffer.alloc(BLOCK_BYTES, 3), repeated(salt), repeated(bmpPassword)]);
	for (let round = 0; round < ITERATIONS; round++)
		hash = createHash('sha256').update(hash).digest();
	return hash;
}

function algorithm(oid: string): Buffer {
	return sequence(objectIdentifier(oid), der(tags.null));
}
