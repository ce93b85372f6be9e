import type { KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { permissionsOf, type CertificatePermissions } from './certificateExtensions.ts';

/** Who connects, where no provider token says so: a certificate whose private key is at hand. */
export interface ClientCertificate extends CertificatePermissions {
	/** What TLS takes: the certificate with those that issued it, and its key. PEM. */
	readonly identity: { readonly cert: string; readonly key: string };
	/** A name for the certificate that changes with any part of it. */
	readonly fingerprint: string;
	/** Whom it was made for, such as `Apple Push Services: com.example.app`. */
	readonly name: string;
	readonly validFrom: Date;
	readonly validTo: Date;
}

/** Whoever makes a certificate writes the name into it. */
const MAX_NAME_CHARACTERS = 100;

/** Apple's have two above them. */
const MAX_CHAIN = 5;

/**
 * @param key has been found to belong to the certificate
 * @param others among which those that issued it may be
 */
export function clientCertificateOf(
	x509: X509Certificate,
	key: KeyObject,
	others: readonly X509Certificate[],
): ClientCertificate {
	return {
		identity: {
			cert: [x509, ...issuersOf(x509, others)].map(String).join(''),
			key: String(key.export({ format: 'pem', type: 'pkcs8' })),
		},
		fingerprint: x509.fingerprint256,
		name: nameOf(x509),
		validFrom: x509.validFromDate,
		validTo: x509.validToDate,
		...permissionsOf(x509),
	};
}

/**
 * Why TLS would refuse to show a certificate; undefined where it would not. Asked before anything is opened: the
 * certificate is at fault, not the network.
 */
export function refusalByOpenSsl({ identity }: ClientCertificate): string | undefined {
	try {
		// Without authorities, which take time to read.
		createSecureContext({ ...identity, ca: [] });
		return undefined;
	} catch (error) {
		// Such as "error:0A00018F:SSL routines::ee key too small".
		const reason = error instanceof Error ? error.message.split(':').at(-1) : 'no reason given';
		return `OpenSSL, which encrypts n8n's connections, refuses it (${reason})`;
	}
}

/** Each is issued by the next. */
function issuersOf(own: X509Certificate, others: readonly X509Certificate[]): X509Certificate[] {
	const chain = [own];
	while (chain.length <= MAX_CHAIN) {
		const last = chain.at(-1)!;
		const issuer = others.find((other) => !chain.includes(other) && last.checkIssued(other));
		if (issuer === undefined) break;
		chain.push(issuer);
	}
	return chain.slice(1);
}

/** Whom a certificate was made for. */
export function nameOf({ subject }: X509Certificate): string {
	// Undefined where a certificate has no subject, whatever the types say.
	const lines = (subject as string | undefined) ?? '(no name)';
	const name = /^CN=(.+)$/m.exec(lines)?.[1] ?? lines.replaceAll('\n', ', ');
	return name.slice(0, MAX_NAME_CHARACTERS);
}

/** The day, in UTC. */
export function dateOf(date: Date): string {
	return date.toISOString().slice(0, 10);
}
