import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import type { CertifiedKey } from '../simulator/certificates/authority.ts';
import { toPkcs12 } from '../simulator/certificates/pkcs12.ts';

/** The type of our credential. */
export const CREDENTIAL_TYPE = 'apnsApi';

/** The type of our credential with a certificate. */
export const CERTIFICATE_CREDENTIAL_TYPE = 'apnsCertificateApi';

/** The fields of a credential for sending to a simulator. */
export function simulatorCredential({
	identity,
	baseUrl,
	managementUrl,
}: ApnsSimulator): ICredentialDataDecryptedObject {
	const { teamId, keyId, privateKey, bundleId, caCertificate } = identity;
	const own = { environment: 'custom', baseUrl, managementUrl, caCertificate };
	return { teamId, keyId, privateKey, bundleId, ...own };
}

/** The fields of a credential with a certificate: a .p12 file with the password "secret". */
export function simulatorCertificate(
	{ identity, baseUrl, managementUrl }: ApnsSimulator,
	certificate: CertifiedKey,
): ICredentialDataDecryptedObject {
	return {
		format: 'p12',
		p12: toPkcs12(certificate, 'secret').toString('base64'),
		passphrase: 'secret',
		environment: 'custom',
		baseUrl,
		managementUrl,
		caCertificate: identity.caCertificate,
		bundleId: '',
	};
}
