import type { Rejection } from '../Answer.ts';
import { headerOf, type ApnsRequest } from '../ApnsRequest.ts';
import type { ClientCertificate } from '../certificates/ClientCertificate.ts';
import type { CertificateCheck } from './CertificateCheck.ts';
import type { ProviderTokenCheck, TokenBinding } from './ProviderTokenCheck.ts';

/** What a credential permits. */
export interface Permission {
	readonly kind: 'providerToken' | 'certificate';
	/** The apps. */
	readonly bundleIds: readonly string[];
	/** With a certificate: the permitted topics. */
	readonly topics?: readonly string[];
}

/** The part of a connection that the checks use. */
export interface JudgedConnection extends TokenBinding {
	/** The client's certificate, if it has sent one. */
	readonly certificate: ClientCertificate | undefined;
	/** A request with a valid provider token was received: the stream limit may rise. */
	providerTokenAccepted(): void;
}

/** What credentials are checked with. */
export interface CredentialContext {
	readonly providerTokens: ProviderTokenCheck;
	readonly certificates: CertificateCheck;
}

/**
 * What the request's credential permits, or why it is refused. With a client certificate, Apple ignores
 * `authorization` ("Sending notification requests to APNs").
 */
export function checkCredential(
	request: ApnsRequest,
	connection: JudgedConnection,
	{ providerTokens, certificates }: CredentialContext,
): Permission | Rejection {
	if (connection.certificate) return certificates.check(connection.certificate);
	const key = providerTokens.check(headerOf(request, 'authorization'), connection);
	if ('status' in key) return key;
	connection.providerTokenAccepted();
	return { kind: 'providerToken', bundleIds: key.bundleIds };
}
