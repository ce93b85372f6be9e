import type { ClientCertificate } from '../../delivery/identity/ClientCertificate.ts';
import type { ApnsEnvironment } from '../../delivery/identity/environment.ts';
import type { SigningKey } from '../../delivery/identity/ProviderTokenSource.ts';
import type { ApnsTarget } from '../../delivery/route/ApnsTarget.ts';

/** The value of `environment` in a result item. */
export type Environment = ApnsEnvironment | 'custom';

/** The values of the credential's Environment field. */
export const ENVIRONMENTS: readonly Environment[] = ['production', 'sandbox', 'custom'];

/** The environment to try for a token that this one does not recognize; undefined if there is none. */
export function otherEnvironment(environment: Environment): ApnsEnvironment | undefined {
	if (environment === 'custom') return undefined;
	return environment === 'production' ? 'sandbox' : 'production';
}

/** A credential that has been checked and is ready for delivery. */
export interface ApnsCredential {
	/** Exactly one of these two is set. */
	readonly signingKey: SigningKey | undefined;
	readonly clientCertificate: ClientCertificate | undefined;
	readonly environment: Environment;
	/** The default topic. */
	readonly bundleId: string | undefined;
	/**
	 * @throws {NotCustomError} for `custom` if the credential is for another environment
	 * @throws {SetupError} for `custom` without a usable base URL, for an unusable proxy, or if the certificate
	 *   is not valid for the environment
	 */
	readonly targetFor: (environment: Environment) => ApnsTarget;
	/**
	 * The server that manages channels.
	 *
	 * @throws {NotCustomError} as above
	 * @throws {SetupError} for `custom` without a usable management URL or CA certificate
	 */
	readonly managementTargetFor: (environment: Environment) => ApnsTarget;
}
