import type { KeyObject } from 'node:crypto';
import { CredentialFieldError } from './CredentialFieldError.ts';
import { keyFromDer, keyTypeOf } from './formats/keyFromDer.ts';
import { BASE64, readPem, tidy } from './formats/pasted.ts';
import { kindOf, pathIn, type Kind } from './formats/recognize.ts';

/** Far more than any key file, even in base64; a longer text is refused unread. */
const MAX_PASTED_CHARACTERS = 16_384;

/** A PKCS#8 P-256 key has 138 bytes with its public part (as from Apple) and 67 without. */
const MIN_KEY_BYTES = 67;

const DAMAGED = 'The private key is cut off or damaged.';

const FOUND_BY_KIND: Readonly<Record<Exclude<Kind, 'pkcs8'>, string>> = {
	certificate: 'This is a certificate, not a private key.',
	request: 'This is a certificate signing request, not a private key.',
	publicKey: 'This is a public key, not a private key.',
	pkcs1: 'This is an RSA private key; APNs uses P-256.',
	sec1: 'This is an EC private key in SEC1 format, not in the PKCS#8 format of a .p8 file.',
	encryptedKey: 'This private key is encrypted with a password; a .p8 file is not.',
	pkcs12:
		"This is a .p12 file with a certificate. Use it in an 'Apple Push (APNs) Certificate API' credential.",
};

const FOUND_BY_LABEL: Readonly<Record<string, string>> = {
	CERTIFICATE: FOUND_BY_KIND.certificate,
	'CERTIFICATE REQUEST': FOUND_BY_KIND.request,
	'PUBLIC KEY': FOUND_BY_KIND.publicKey,
	'RSA PUBLIC KEY': FOUND_BY_KIND.publicKey,
	'RSA PRIVATE KEY': FOUND_BY_KIND.pkcs1,
	'EC PRIVATE KEY': FOUND_BY_KIND.sec1,
	// OpenSSL writes the curve before the key.
	'EC PARAMETERS': FOUND_BY_KIND.sec1,
	'ENCRYPTED PRIVATE KEY': FOUND_BY_KIND.encryptedKey,
	'OPENSSH PRIVATE KEY': 'This is an SSH key.',
	'DSA PRIVATE KEY': 'This is a DSA private key; APNs uses P-256.',
};

/**
 * Parses the signing key of an APNs `.p8` file as users paste it: with or without the BEGIN and END lines,
 * with newlines turned into `\n`, spaces or CRLF, in quotes, or the whole file in base64.
 *
 * @throws {CredentialFieldError} for anything but a P-256 private key in PKCS#8
 */
export function parsePrivateKey(pasted: string): KeyObject {
	if (pasted.length > MAX_PASTED_CHARACTERS) {
		throw notAKey('This is not a private key: it is too long.');
	}
	const path = pathIn(pasted);
	if (path !== undefined) throw notAKey(path);
	const text = tidy(pasted);
	if (text === '') throw notAKey('The private key is empty.');

	const {
		blocks: [block],
		cutOff,
	} = readPem(text);
	if (block !== undefined) {
		const other = FOUND_BY_LABEL[block.label];
		if (other !== undefined) throw notAKey(other);
		return fromBase64(block.body);
	}
	if (cutOff !== undefined) {
		throw notAKey(FOUND_BY_LABEL[cutOff] ?? 'The private key is cut off: its END line is missing.');
	}
	const inner = Buffer.from(text.replace(/\s/g, ''), 'base64').toString('latin1');
	if (inner.includes('-----BEGIN ')) return parsePrivateKey(inner);
	return fromBase64(text.replace(/-----END [A-Z0-9 ]+-----/, ''));
}

function fromBase64(body: string): KeyObject {
	const base64 = body.replace(/\s/g, '');
	if (!BASE64.test(base64)) {
		throw notAKey('This is not a private key: it contains characters that a .p8 file never has.');
	}
	const der = Buffer.from(base64, 'base64');
	const kind = kindOf(der);
	if (kind !== 'pkcs8')
		throw notAKey(kind === undefined ? describeUnknown(der) : FOUND_BY_KIND[kind]);
	const type = keyTypeOf(der);
	if (type === 'unknown') throw notAKey(DAMAGED);
	if (type !== 'EC') throw notAKey(`This is a private key of type ${type}; APNs uses P-256.`);
	const key = keyFromDer(der);
	if (typeof key !== 'object') throw notAKey(DAMAGED);
	const curve = key.asymmetricKeyDetails?.namedCurve ?? 'it describes itself';
	if (curve !== 'prime256v1') {
		throw notAKey(`This is a private key on the curve ${curve}; APNs uses P-256.`);
	}
	return key;
}

function describeUnknown(der: Buffer): string {
	// Every PKCS#8 key is an ASN.1 SEQUENCE, which starts with 0x30 (RFC 5208 §5).
	const cutOff = der[0] === 0x30 || der.length < MIN_KEY_BYTES;
	return cutOff ? DAMAGED : 'This is not a private key.';
}

function notAKey(found: string): CredentialFieldError {
	return new CredentialFieldError(
		'privateKey',
		`${found} Paste the whole .p8 file that you downloaded under Keys at developer.apple.com/account, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.`,
	);
}
