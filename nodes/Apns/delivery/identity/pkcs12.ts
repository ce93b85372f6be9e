import { X509Certificate } from 'node:crypto';
import { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { clientCertificateOf, type ClientCertificate } from './ClientCertificate.ts';
import { CredentialFieldError } from './CredentialFieldError.ts';
import { attempt, BASE64, PEM_BLOCK, tidy } from './pasted.ts';

/** Far more than a file with one certificate and its chain; what is longer is not looked at. */
const MAX_PASTED_CHARACTERS = 200_000;

/** How to make text of a file. */
const HOW_TO_ENCODE =
	'Paste the .p12 file in base64. On a Mac: base64 -i Certificates.p12 | pbcopy. On Linux: base64 -w0 Certificates.p12. On Windows: certutil -encode Certificates.p12 certificate.txt, and paste what is in that file.';

/**
 * The certificate and key of a .p12 file (PKCS#12, RFC 7292) in base64, with or without line breaks.
 * OpenSSL opens it.
 *
 * @throws {CredentialFieldError}
 */
export function parsePkcs12(pasted: string, passphrase: string): ClientCertificate {
	const pfx = bytesOf(pasted);
	const identity = { pfx, passphrase };
	const x509 = certificateIn(open(identity));
	if (x509 === undefined) throw damaged();
	return clientCertificateOf(x509, identity);
}

/** Node.js shows the certificate that a socket would present, so one is made that leads nowhere. */
function certificateIn(secureContext: tls.SecureContext): X509Certificate | undefined {
	const nowhere = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
	const socket = new tls.TLSSocket(nowhere, { secureContext });
	socket.on('error', () => {});
	const x509 = socket.getX509Certificate();
	socket.destroy();
	return x509;
}

function bytesOf(pasted: string): Buffer {
	if (pasted.length > MAX_PASTED_CHARACTERS) {
		throw unusable('This is not a .p12 file: it is far longer than one.');
	}
	const text = tidy(pasted).replace(/^data:[^,]*,/, '');
	if (text === '') throw unusable(`The .p12 is empty. ${HOW_TO_ENCODE}`);
	// Windows' "certutil -encode" writes the lines of a certificate around any file.
	const [, label, body = text] = PEM_BLOCK.exec(text) ?? [];
	const base64 = body.replace(/\s/g, '');
	if (label !== undefined && label !== 'CERTIFICATE') throw pemFound();
	if (!BASE64.test(base64)) {
		throw text.includes('-----BEGIN ')
			? pemFound()
			: unusable(
					`This is not base64: it holds characters that base64 does not have. ${HOW_TO_ENCODE}`,
				);
	}
	const bytes = Buffer.from(base64, 'base64');
	if (bytes.includes('-----BEGIN ')) throw pemFound();
	if (attempt(() => new X509Certificate(bytes))) {
		throw label === undefined ? certificateAlone() : pemFound();
	}
	return bytes;
}

function open(identity: { pfx: Buffer; passphrase: string }): tls.SecureContext {
	try {
		return tls.createSecureContext(identity);
	} catch (error) {
		throw refusalOf(error instanceof Error ? error.message : '');
	}
}

/** Reads the reasons that Node.js and OpenSSL give; what is in the file is not in them. */
function refusalOf(reason: string): CredentialFieldError {
	if (/mac verify failure|bad decrypt/.test(reason)) {
		return new CredentialFieldError(
			'passphrase',
			'It does not open the .p12 file. It is the password that was asked for when the file was exported.',
		);
	}
	if (/unsupported/i.test(reason)) {
		return unusable(
			'The .p12 file is encrypted in an old way (RC2, as Keychain Access does it) that Node.js no longer reads. Convert it to PEM, with "openssl pkcs12 -in Certificates.p12 -nodes -out certificate.pem" on a Mac, or with "openssl pkcs12 -legacy -in Certificates.p12 -nodes -out certificate.pem" elsewhere, set Certificate Format to PEM, and paste the whole of certificate.pem as the certificate.',
		);
	}
	if (/Unable to load private key/i.test(reason)) return certificateAlone();
	return damaged();
}

function certificateAlone(): CredentialFieldError {
	return unusable(
		'There is a certificate, but no private key with it. In Keychain Access choose the certificate under My Certificates, so that its key is exported as well.',
	);
}

function damaged(): CredentialFieldError {
	return unusable(
		`The .p12 file cannot be read: it is cut off or damaged, or another kind of file. ${HOW_TO_ENCODE}`,
	);
}

function pemFound(): CredentialFieldError {
	return unusable(
		'This is PEM text, not a .p12 file in base64. Set Certificate Format to PEM for a certificate and key in that form. A .p8 key belongs in a credential of the type APNs API.',
	);
}

function unusable(message: string): CredentialFieldError {
	return new CredentialFieldError('p12', message);
}
