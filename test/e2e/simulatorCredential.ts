import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';

/** The type of our credential. */
export const CREDENTIAL_TYPE = 'apnsApi';

/** What a person types into the credential to send to a simulator. */
export function simulatorCredential({
	identity,
	baseUrl,
	managementUrl,
}: ApnsSimulator): ICredentialDataDecryptedObject {
	const { teamId, keyId, privateKey, bundleId, caCertificate } = identity;
	const own = { environment: 'custom', baseUrl, managementUrl, caCertificate };
	return { teamId, keyId, privateKey, bundleId, ...own };
}
