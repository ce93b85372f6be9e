import type { KeyObject, X509Certificate } from 'node:crypto';
import {
	clientCertificateOf,
	dateOf,
	nameOf,
	refusalByOpenSsl,
	type ClientCertificate,
} from './ClientCertificate.ts';
import { CredentialFieldError, type CredentialField } from './CredentialFieldError.ts';
import type { ApnsEnvironment } from './environment.ts';

/** Requirements for a certificate. */
export interface Wanted {
	/** Undefined for a custom server, which may accept any certificate. */
	readonly environment?: ApnsEnvironment | undefined;
	/** The app; undefined for any. */
	readonly bundleId?: string | undefined;
	/** Default: now. */
	readonly nowMs?: number;
}

/** Limits, because each certificate and key takes time to read. */
export const MAX_CERTIFICATES = 30;
export const MAX_KEYS = 20;

/** At most this many certificates are named in a message. */
const MAX_NAMED = 5;

interface Candidate {
	readonly name: string;
	/** Undefined if its key is missing. */
	readonly certificate: ClientCertificate | undefined;
	/** Why it cannot be used. */
	reason: string | undefined;
}

/**
 * Chooses the certificate to send with. There are several if the user exported everything, such as the
 * development certificate, or an expired one along with its successor. A single certificate is used without
 * checking `wanted`: the caller compares it with the other fields of the credential.
 *
 * @param field the credential field that they come from
 * @returns undefined if no key belongs to any certificate
 * @throws {CredentialFieldError} if OpenSSL refuses the only one, or none of several can be used: names
 *   them and the reasons
 */
export function chooseCertificate(
	given: readonly X509Certificate[],
	keys: readonly KeyObject[],
	wanted: Wanted,
	field: CredentialField,
): ClientCertificate | undefined {
	const certificates = [...new Map(given.map((one) => [one.fingerprint256, one])).values()];
	const candidates = certificates.flatMap((x509) => {
		const key = keys.find((one) => x509.checkPrivateKey(one));
		if (key !== undefined) return [withKey(clientCertificateOf(x509, key, certificates), wanted)];
		return x509.ca ? [] : [withoutKey(x509)];
	});
	const paired = candidates.flatMap(({ certificate }) => certificate ?? []);
	if (paired.length === 0) return undefined;
	if (candidates.length === 1) return accepted(paired[0]!, field);
	for (const one of candidates.filter(({ reason }) => reason === undefined).sort(byPreference)) {
		one.reason = refusalByOpenSsl(one.certificate!);
		if (one.reason === undefined) return one.certificate;
	}
	throw noneUsable(candidates, field);
}

function withKey(certificate: ClientCertificate, wanted: Wanted): Candidate {
	return { name: certificate.name, certificate, reason: reasonAgainst(certificate, wanted) };
}

function withoutKey(x509: X509Certificate): Candidate {
	return { name: nameOf(x509), certificate: undefined, reason: 'its private key is missing' };
}

function reasonAgainst(
	{ topics, bundleIds, environments, validFrom, validTo }: ClientCertificate,
	{ environment, bundleId, nowMs = Date.now() }: Wanted,
): string | undefined {
	if (environment !== undefined && topics.length === 0 && environments.length === 0) {
		return 'it is not a push certificate';
	}
	if (validTo.getTime() <= nowMs) return `it expired on ${dateOf(validTo)}`;
	if (validFrom.getTime() > nowMs) return `it is not valid before ${dateOf(validFrom)}`;
	if (environment !== undefined && environments.length > 0 && !environments.includes(environment)) {
		return `it is for the environment ${environments.join()}`;
	}
	if (
		bundleId !== undefined &&
		topics.length > 0 &&
		![...bundleIds, ...topics].includes(bundleId)
	) {
		return `it is for ${bundleIds.join(', ')}`;
	}
	return undefined;
}

/** Most topics first, then most environments, then the latest expiry. */
function byPreference({ certificate: one }: Candidate, { certificate: other }: Candidate): number {
	return (
		other!.topics.length - one!.topics.length ||
		other!.environments.length - one!.environments.length ||
		other!.validTo.getTime() - one!.validTo.getTime()
	);
}

function accepted(certificate: ClientCertificate, field: CredentialField): ClientCertificate {
	const refusal = refusalByOpenSsl(certificate);
	if (refusal === undefined) return certificate;
	throw new CredentialFieldError(
		field,
		`It cannot be used: ${refusal}. Create a new one under Certificates at developer.apple.com/account, with a 2048-bit RSA key.`,
	);
}

function noneUsable(
	candidates: readonly Candidate[],
	field: CredentialField,
): CredentialFieldError {
	const named = candidates.slice(0, MAX_NAMED).map(({ name, reason }) => `'${name}': ${reason}.`);
	const more = candidates.length - named.length;
	return new CredentialFieldError(
		field,
		[
			`It contains ${candidates.length} certificates, and none of them can be used.`,
			...named,
			...(more > 0 ? [`And ${more} more.`] : []),
		].join(' '),
	);
}
