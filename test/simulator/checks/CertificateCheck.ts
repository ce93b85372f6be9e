import { X509Certificate } from 'node:crypto';
import { reject, type Rejection } from '../Answer.ts';
import type { ClientCertificate } from '../certificates/ClientCertificate.ts';
import type { Environment } from '../environment.ts';
import type { Permission } from './credentialCheck.ts';

/** Settings of the check. */
export interface CertificateRules {
	/** The CA of client certificates (PEM). */
	readonly authority: string;
	readonly environment: Environment;
	readonly clock: () => number;
}

/**
 * Checks client certificates ("Establishing a certificate-based connection to APNs").
 *
 * Apple may also end the TLS handshake because of a bad one, or send GOAWAY with the reason right after the
 * handshake (sideshow/apns2 #93, jchambers/pushy #279): use faults for that.
 */
export class CertificateCheck {
	readonly #rules: CertificateRules;
	readonly #authority: X509Certificate;
	readonly #revoked = new Set<string>();

	constructor(rules: CertificateRules) {
		this.#rules = rules;
		this.#authority = new X509Certificate(rules.authority);
	}

	/** Revokes a certificate (PEM). */
	revoke(certificate: string): void {
		this.#revoked.add(new X509Certificate(certificate).fingerprint256);
	}

	/** What the certificate permits, or why it is refused. */
	check({ x509, topics, bundleIds, environments }: ClientCertificate): Permission | Rejection {
		const nowMs = this.#rules.clock();
		if (
			!x509.verify(this.#authority.publicKey) ||
			nowMs < Date.parse(x509.validFrom) ||
			nowMs > Date.parse(x509.validTo) ||
			this.#revoked.has(x509.fingerprint256)
		) {
			return reject('BadCertificate');
		}
		if (!environments.includes(this.#rules.environment)) {
			return reject('BadCertificateEnvironment');
		}
		return { kind: 'certificate', bundleIds, topics };
	}
}
