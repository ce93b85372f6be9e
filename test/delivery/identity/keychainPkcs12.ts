import { createCipheriv, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import pkcs12 from 'node-forge/lib/pkcs12.js';
import rc2 from 'node-forge/lib/rc2.js';
import util from 'node-forge/lib/util.js';
import type { CertifiedKey } from '../../simulator/certificates/authority.ts';
import {
	der,
	integer,
	objectIdentifier,
	octetString,
	sequence,
	tags,
} from '../../simulator/certificates/der.ts';

const ITERATIONS = 2048;

const oids = {
	data: '1.2.840.113549.1.7.1',
	encryptedData: '1.2.840.113549.1.7.6',
	shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
	certificateBag: '1.2.840.113549.1.12.10.1.3',
	x509Certificate: '1.2.840.113549.1.9.22.1',
	rc2Of40: '1.2.840.113549.1.12.1.6',
	tripleDes: '1.2.840.113549.1.12.1.3',
} as const;

const bag = (type: string, value: Buffer) =>
	sequence(objectIdentifier(type), der(tags.context0, value));

/** Key (1) or initialization vector (2). */
const derived = (password: string, salt: Buffer, purpose: 1 | 2, bytes: number) =>
	pkcs12.generateKey(
		password,
		util.createBuffer(salt.toString('latin1')),
		purpose,
		ITERATIONS,
		bytes,
	);

const scheme = (oid: string, salt: Buffer) =>
	sequence(objectIdentifier(oid), sequence(octetString(salt), integer(ITERATIONS)));

/**
 * Certificates and keys as Keychain Access exports them, in base64: all certificates in RC2 of 40 bits, each key in
 * 3DES, by PKCS#12's own encryption (RFC 7292 §B and §C). Without a MAC, which the node does not read.
 *
 * @param withKeys default: all
 */
export function keychainP12(
	identities: readonly CertifiedKey[],
	password: string,
	withKeys: readonly CertifiedKey[] = identities,
): string {
	const certificates = identities.map(({ certificate }) =>
		bag(
			oids.certificateBag,
			sequence(
				objectIdentifier(oids.x509Certificate),
				der(tags.context0, octetString(new X509Certificate(certificate).raw)),
			),
		),
	);
	const keys = withKeys.map(({ privateKey }) =>
		bag(oids.shroudedKeyBag, shrouded(privateKey, password)),
	);
	const safe = sequence(
		encryptedData(sequence(...certificates), password),
		sequence(objectIdentifier(oids.data), der(tags.context0, octetString(sequence(...keys)))),
	);
	const content = sequence(objectIdentifier(oids.data), der(tags.context0, octetString(safe)));
	return sequence(integer(3), content).toString('base64');
}

/** RFC 5652 §8. */
function encryptedData(content: Buffer, password: string): Buffer {
	const salt = randomBytes(8);
	const cipher = rc2.createEncryptionCipher(derived(password, salt, 1, 5), 40);
	cipher.start(derived(password, salt, 2, 8).getBytes());
	// Padded here: node-forge adds none to a full block.
	const count = 8 - (content.length % 8);
	const padded = Buffer.concat([content, Buffer.alloc(count, count)]);
	cipher.update(util.createBuffer(padded.toString('latin1')));
	cipher.finish(() => true);
	const encrypted = Buffer.from(cipher.output.getBytes(), 'latin1');
	const info = sequence(
		objectIdentifier(oids.data),
		scheme(oids.rc2Of40, salt),
		der(0x80, encrypted),
	);
	return sequence(
		objectIdentifier(oids.encryptedData),
		der(tags.context0, sequence(integer(0), info)),
	);
}

/** RFC 5208 §6. */
function shrouded(privateKey: string, password: string): Buffer {
	const salt = randomBytes(8);
	const [key, vector] = [derived(password, salt, 1, 24), derived(password, salt, 2, 8)].map(
		(bytes) => Buffer.from(bytes.getBytes(), 'latin1'),
	);
	const cipher = createCipheriv('des-ede3-cbc', key!, vector!);
	const pkcs8 = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
	const encrypted = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
	return sequence(scheme(oids.tripleDes, salt), octetString(encrypted));
}
