import type { X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import { permissionsOf, type CertificatePermissions } from './certificateExtensions.ts';

/** Who connects, where no provider token says so: a certificate whose private key is at hand. */
export interface ClientCertificate extends CertificatePermissions {
	/** What TLS takes, key included. */
	readonly identity: Pick<SecureContextOptions, 'cert' | 'key' | 'pfx' | 'passphrase'>;
	/** A name for the certificate that changes with any part of it. */
	readonly fingerprint: string;
	/** Whom it was made for, such as `Apple Push Services: com.example.app`. */
	readonly name: string;
	readonly validFrom: Date;
	readonly validTo: Date;
}

/** @param identity the certificate with its key, which have been found to belong together */
export function clientCertificateOf(
	x509: X509Certificate,
	identity: ClientCertificate['identity'],
): ClientCertificate {
	return {
		identity,
		fingerprint: x509.fingerprint256,
		name: /^CN=(.+)$/m.exec(x509.subject)?.[1] ?? x509.subject.replaceAll('\n', ', '),
		validFrom: x509.validFromDate,
		validTo: x509.validToDate,
		...permissionsOf(x509),
	};
}
