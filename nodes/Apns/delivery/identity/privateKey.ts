import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { CredentialFieldError } from './CredentialFieldError.ts';
import { attempt, BASE64, PEM_BLOCK, tidy } from './pasted.ts';

const PEM_BEGIN = /-----BEGIN ([A-Z0-9 ]+)-----/;

/** Far more than any key file, whole in base64 and all; what is longer is not looked at. */
const MAX_PASTED_CHARACTERS = 16_384;

/** A PKCS#8 P-256 key is 138 bytes with its public part (as Apple gives it) and 67 without. */
const MIN_KEY_BYTES = 67;

const FOUND_BY_LABEL: Readonly<Record<string, string>> = {
	CERTIFICATE: 'This is a certificate, not a private key.',
	'CERTIFICATE REQUEST': 'This is a certificate signing request, not a private key.',
	'PUBLIC KEY': 'This is a public key, not a private key.',
	'RSA PUBLIC KEY': 'This is a public key, not a private key.',
	'RSA PRIVATE KEY': 'This is an RSA private key; APNs uses P-256.',
	'EC PRIVATE KEY': 'This is an EC private key in SEC1 form, not the PKCS#8 form of a .p8 file.',
	// OpenSSL writes the curve in front of the key.
	'EC PARAMETERS': 'This is an EC private key in SEC1 form, not the PKCS#8 form of a .p8 file.',
	'ENCRYPTED PRIVATE KEY': 'This private key is encrypted with a password; a .p8 file is not.',
	'OPENSSH PRIVATE KEY': 'This is an SSH key.',
};

/**
 * The signing key of an APNs `.p8` file, as people really paste it: with or without the BEGIN and END
 * lines, newlines turned into `\n`, blanks or CRLF, with quotes around it, or the whole file in base64.
 *
 * @throws {CredentialFieldError} for anything but a P-256 private key in PKCS#8
 */
export function parsePrivateKey(pasted: string): KeyObject {
	if (pasted.length > MAX_PASTED_CHARACTERS) {
		throw notAKey('This is not a private key: it is far longer than one.');
	}
	const text = tidy(pasted);
	if (text === '') throw notAKey('The private key is empty.');

	const block = PEM_BLOCK.exec(text);
	if (block !== null) {
		const [, label = '', body = ''] = block;
		const other = FOUND_BY_LABEL[label];
		if (other !== undefined) throw notAKey(other);
		return fromBase64(body);
	}
	const begin = PEM_BEGIN.exec(text)?.[1];
	if (begin !== undefined) {
		throw notAKey(FOUND_BY_LABEL[begin] ?? 'The private key is cut off: its END line is missing.');
	}
	const inner = Buffer.from(text.replace(/\s/g, ''), 'base64').toString('latin1');
	if (PEM_BEGIN.test(inner)) return parsePrivateKey(inner);
	return fromBase64(text.replace(/-----END [A-Z0-9 ]+-----/, ''));
}

function fromBase64(body: string): KeyObject {
	const base64 = body.replace(/\s/g, '');
	if (!BASE64.test(base64)) {
		throw notAKey('This is not a private key: it holds characters that no .p8 has.');
	}
	const der = Buffer.from(base64, 'base64');
	const key = attempt(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
	if (key === undefined) throw notAKey(describeDer(der));
	if (key.asymmetricKeyType !== 'ec') {
		throw notAKey(
			`This is a private key of type ${String(key.asymmetricKeyType).toUpperCase()}; APNs uses P-256.`,
		);
	}
	const curve = key.asymmetricKeyDetails?.namedCurve;
	if (curve !== 'prime256v1') {
		throw notAKey(`This is a private key on the curve ${curve}; APNs uses P-256.`);
	}
	return key;
}

function describeDer(der: Buffer): string {
	if (attempt(() => new X509Certificate(der))) return 'This is a certificate, not a private key.';
	if (attempt(() => createPublicKey({ key: der, format: 'der', type: 'spki' }))) {
		return 'This is a public key, not a private key.';
	}
	// Each form is tried with the other's name as well: the type of the key says which it is.
	const other =
		attempt(() => createPrivateKey({ key: der, format: 'der', type: 'sec1' })) ??
		attempt(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }));
	if (other !== undefined) {
		const label = other.asymmetricKeyType === 'rsa' ? 'RSA PRIVATE KEY' : 'EC PRIVATE KEY';
		return String(FOUND_BY_LABEL[label]);
	}
	if (isEncrypted(der)) return String(FOUND_BY_LABEL['ENCRYPTED PRIVATE KEY']);
	// 0x30 opens the ASN.1 SEQUENCE that every PKCS#8 key is (RFC 5208 §5).
	const cutOff = der[0] === 0x30 || der.length < MIN_KEY_BYTES;
	return cutOff
		? 'The private key is cut off or damaged: it cannot be read to its end.'
		: 'This is not a private key.';
}

function isEncrypted(der: Buffer): boolean {
	try {
		createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE';
	}
}

function notAKey(found: string): CredentialFieldError {
	return new CredentialFieldError(
		'privateKey',
		`${found} Paste the whole .p8 file that Apple Developer gave you under Keys, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.`,
	);
}
