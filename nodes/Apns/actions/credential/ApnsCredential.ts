import type { ClientCertificate } from '../../delivery/identity/ClientCertificate.ts';
import type { ApnsEnvironment } from '../../delivery/identity/environment.ts';
import type { SigningKey } from '../../delivery/identity/ProviderTokenSource.ts';
import type { ApnsTarget } from '../../delivery/route/ApnsTarget.ts';

/** What the result item says under `environment`. */
export type Environment = ApnsEnvironment | 'custom';

/** The values of the credential's Environment field. */
export const ENVIRONMENTS: readonly Environment[] = ['production', 'sandbox', 'custom'];

/** Where a token may be known that the environment does not know; undefined where there is no other. */
export function otherEnvironment(environment: Environment): ApnsEnvironment | undefined {
	if (environment === 'custom') return undefined;
	return environment === 'production' ? 'sandbox' : 'production';
}

/** A credential that has been checked and is ready for delivery. */
export interface ApnsCredential {
	/** One of these two. */
	readonly signingKey: SigningKey | undefined;
	readonly clientCertificate: ClientCertificate | undefined;
	readonly environment: Environment;
	/** The default topic. */
	readonly bundleId: string | undefined;
	/**
	 * @throws {NotCustomError} for `custom`, where the credential is not
	 * @throws {SetupError} for `custom` without a usable base URL, for an unusable proxy, or where a
	 *   certificate is not for the environment
	 */
	readonly targetFor: (environment: Environment) => ApnsTarget;
	/**
	 * Where channels are managed.
	 *
	 * @throws {NotCustomError} as above
	 * @throws {SetupError} for `custom` without a usable management URL or CA certificate
	 */
	readonly managementTargetFor: (environment: Environment) => ApnsTarget;
}
