import { X509Certificate, type KeyObject } from 'node:crypto';
import { chooseCertificate, type Wanted } from './chooseCertificate.ts';
import type { ClientCertificate } from './ClientCertificate.ts';
import { CredentialFieldError } from './CredentialFieldError.ts';
import { UnsupportedCipherError } from './formats/ciphers.ts';
import { keyFromDer } from './formats/keyFromDer.ts';
import { TooMuchWorkError } from './formats/KeyDerivation.ts';
import { PassphraseDecryption } from './formats/PassphraseDecryption.ts';
import { attempt, BASE64, readPem, tidy } from './formats/pasted.ts';
import { readPkcs12, WrongPassphraseError, type Pkcs12Bags } from './formats/pkcs12Bags.ts';
import { kindOf, pathIn } from './formats/recognize.ts';

/** Far more than a file with one certificate and its chain; a longer text is refused unread. */
const MAX_PASTED_CHARACTERS = 200_000;

/** How to convert a file to text. */
const HOW_TO_ENCODE =
	'Paste the .p12 file in base64. On a Mac: base64 -i Certificates.p12 | pbcopy. On Linux: base64 -w0 Certificates.p12. On Windows: certutil -encode Certificates.p12 certificate.txt, then paste the content of that file.';

const HOW_TO_CONVERT = `Convert it to PEM with "openssl pkcs12 -legacy -in Certificates.p12 -nodes -out certificate.pem" (the openssl of macOS: without -legacy), set 'Certificate Format' to PEM, and paste all of certificate.pem as the certificate.`;

const HOW_TO_EXPORT =
	'In Keychain Access, export the certificate from My Certificates, so that its key is included.';

/**
 * Parses the certificate and key of a .p12 file (PKCS#12, RFC 7292) in base64, with or without line breaks.
 *
 * @param wanted which one to choose if there are several
 * @throws {CredentialFieldError}
 */
export async function parsePkcs12(
	pasted: string,
	passphrase: string,
	wanted: Wanted = {},
): Promise<ClientCertificate> {
	const bags = await bagsIn(bytesOf(pasted), passphrase);
	const certificates = bags.certificates.map(certificateOf);
	const keys = bags.keys.map(keyOf);
	if (keys.length === 0) throw certificates.length === 0 ? damaged() : certificateAlone();
	if (certificates.length === 0) {
		throw unusable(`It contains a private key, but no certificate. ${HOW_TO_EXPORT}`);
	}
	const chosen = chooseCertificate(certificates, keys, wanted, 'p12');
	if (chosen !== undefined) return chosen;
	throw unusable(`Its private key belongs to none of its certificates. ${HOW_TO_EXPORT}`);
}

function bytesOf(pasted: string): Buffer {
	if (pasted.length > MAX_PASTED_CHARACTERS) {
		throw unusable('This is not a .p12 file: it is too long.');
	}
	const path = pathIn(pasted);
	if (path !== undefined) throw unusable(`${path} ${HOW_TO_ENCODE}`);
	const text = tidy(pasted).replace(/^data:[^,]*,/, '');
	if (text === '') throw unusable(`The .p12 is empty. ${HOW_TO_ENCODE}`);
	// Windows' "certutil -encode" adds the BEGIN and END lines of a certificate to any file.
	const [block] = readPem(text).blocks;
	if (block !== undefined && block.label !== 'CERTIFICATE') throw pemFound();
	const base64 = (block?.body ?? text).replace(/\s/g, '');
	if (!BASE64.test(base64)) {
		throw text.includes('--BEGIN ')
			? pemFound()
			: unusable(`This is not base64: it contains other characters. ${HOW_TO_ENCODE}`);
	}
	const bytes = Buffer.from(base64, 'base64');
	if (bytes.includes('-----BEGIN ')) throw pemFound();
	const kind = kindOf(bytes);
	if (kind === 'certificate') throw block === undefined ? certificateAlone() : pemFound();
	if (kind !== 'pkcs12') throw damaged();
	return bytes;
}

/** Opens the file, and explains what is wrong if that fails. */
async function bagsIn(file: Buffer, passphrase: string): Promise<Pkcs12Bags> {
	try {
		return await readPkcs12(file, new PassphraseDecryption(passphrase));
	} catch (error) {
		if (error instanceof WrongPassphraseError) {
			throw new CredentialFieldError(
				'passphrase',
				'It does not open the .p12 file. Enter the password that was set when the file was exported.',
			);
		}
		if (error instanceof UnsupportedCipherError) {
			throw unusable(
				`The .p12 file is encrypted with ${error.cipher}, which cannot be read here. ${HOW_TO_CONVERT}`,
			);
		}
		if (error instanceof TooMuchWorkError) {
			throw unusable(
				`Opening the .p12 file would block n8n for too long: it uses too many iterations, or contains too many certificates. ${HOW_TO_CONVERT}`,
			);
		}
		throw error;
	}
}

function certificateOf(der: Buffer): X509Certificate {
	const certificate = attempt(() => new X509Certificate(der));
	if (certificate === undefined) throw damaged();
	return certificate;
}

function keyOf(der: Buffer): KeyObject {
	const key = keyFromDer(der);
	if (key === undefined) throw damaged();
	if (typeof key === 'string') throw unusable(key);
	return key;
}

function certificateAlone(): CredentialFieldError {
	return unusable(`It contains a certificate, but no private key. ${HOW_TO_EXPORT}`);
}

function damaged(): CredentialFieldError {
	return unusable(
		`The .p12 file cannot be read: it is cut off, damaged, or another kind of file. ${HOW_TO_ENCODE}`,
	);
}

function pemFound(): CredentialFieldError {
	return unusable(
		"This is PEM text, not a .p12 file in base64. For a certificate and key in PEM, set 'Certificate Format' to PEM. For a .p8 key, use an 'Apple Push (APNs) API' credential.",
	);
}

function unusable(message: string): CredentialFieldError {
	return new CredentialFieldError('p12', message);
}
