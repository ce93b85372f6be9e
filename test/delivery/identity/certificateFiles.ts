import { createAuthority, type CertifiedKey } from '../../simulator/certificates/authority.ts';
import {
	createClientCertificate,
	type ClientCertificateTraits,
} from '../../simulator/certificates/createClientCertificate.ts';
import { toPkcs12, type Pkcs12Extras } from '../../simulator/certificates/pkcs12.ts';

/** The app that the certificates are for. */
export const APP = 'com.example.app';

const authority = await createAuthority('Test CA');

/** A certificate like Apple's for an app. */
export async function appleCertificate(
	traits: Partial<ClientCertificateTraits> = {},
): Promise<CertifiedKey> {
	return await createClientCertificate(authority, { uid: APP, ...traits });
}

/** The CA's own certificate, as part of a chain. */
export const authorityCertificate = authority.certificate;

/** The .p12 file in base64. */
export function p12Of(files: CertifiedKey, passphrase: string, extras?: Pkcs12Extras): string {
	return toPkcs12(files, passphrase, extras).toString('base64');
}
