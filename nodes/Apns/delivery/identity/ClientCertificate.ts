import type { KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { permissionsOf, type CertificatePermissions } from './certificateExtensions.ts';

/** Identifies the sender without a provider token: a certificate with its private key. */
export interface ClientCertificate extends CertificatePermissions {
	/** For TLS: the certificate with its issuers, and its key. PEM. */
	readonly identity: { readonly cert: string; readonly key: string };
	/** Changes with any part of the certificate. */
	readonly fingerprint: string;
	/** The subject's name, such as `Apple Push Services: com.example.app`. */
	readonly name: string;
	readonly validFrom: Date;
	readonly validTo: Date;
}

/** The name is chosen by whoever makes the certificate, so it can be long. */
const MAX_NAME_CHARACTERS = 100;

/** Apple's certificates have two issuers. */
const MAX_CHAIN = 5;

/**
 * @param key already matched with the certificate
 * @param others may contain its issuers
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
 * Why OpenSSL refuses to use a certificate; undefined if it does not. Checked before connecting: the
 * certificate is at fault, not the network.
 */
export function refusalByOpenSsl({ identity }: ClientCertificate): string | undefined {
	try {
		// Without CA certificates, which take time to read.
		createSecureContext({ ...identity, ca: [] });
		return undefined;
	} catch (error) {
		// Such as "error:0A00018F:SSL routines::ee key too small".
		const reason = error instanceof Error ? error.message.split(':').at(-1) : 'no reason given';
		return `OpenSSL, which encrypts n8n's connections, refuses it (${reason})`;
	}
}

/** Each certificate is issued by the next one. */
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

/** The name of a certificate's subject. */
export function nameOf({ subject }: X509Certificate): string {
	// Undefined if a certificate has no subject, despite the types.
	const lines = (subject as string | undefined) ?? '(no name)';
	const name = /^CN=(.+)$/m.exec(lines)?.[1] ?? lines.replaceAll('\n', ', ');
	return name.slice(0, MAX_NAME_CHARACTERS);
}

/** The date in UTC. */
export function dateOf(date: Date): string {
	return date.toISOString().slice(0, 10);
}
