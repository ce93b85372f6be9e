import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
	ExtendedKeyUsage,
	ExtendedKeyUsageExtension,
	Extension,
	KeyUsageFlags,
	KeyUsagesExtension,
} from '@peculiar/x509';
import type { Environment } from '../environment.ts';
import { UID, appleExtensions, encodeTopics } from './appleExtensions.ts';
import { issueCertificate, privateKeyPem, type CertifiedKey } from './authority.ts';
import { der, tags } from './der.ts';

// Apple's portal takes certificate signing requests with RSA keys of 2048 bits only.
const RSA_2048 = {
	name: 'RSASSA-PKCS1-v1_5',
	modulusLength: 2048,
	publicExponent: new Uint8Array([1, 0, 1]),
	hash: 'SHA-256',
};

/** How a client certificate is to be. */
export interface ClientCertificateTraits {
	/** UID of the subject: the bundle ID, or the topic of device management. */
	readonly uid: string;
	/**
	 * Default: the UID, and it with `.voip` and `.complication`, as in Apple's "Apple Push Services".
	 * Empty: no such extension, the UID is the only topic.
	 */
	readonly topics?: readonly string[];
	/** Default: both, as in Apple's "Sandbox & Production". */
	readonly environments?: readonly Environment[];
	/** Default: yesterday. */
	readonly notBefore?: Date;
	/** Default: in ten years. */
	readonly notAfter?: Date;
}

/** Makes a client certificate, as Apple would from a certificate signing request. */
export async function createClientCertificate(
	authority: CertifiedKey,
	{ uid, topics, environments, ...validity }: ClientCertificateTraits,
): Promise<CertifiedKey> {
	const keys = await webcrypto.subtle.generateKey(RSA_2048, true, ['sign', 'verify']);
	const listed = topics ?? [uid, `${uid}.voip`, `${uid}.complication`];
	const certificate = await issueCertificate(authority, {
		subject: `${UID}=${uid}, CN=Apple Push Services: ${uid}`,
		publicKey: keys.publicKey,
		extensions: [
			new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
			new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
			...(environments ?? ['sandbox', 'production']).map(environmentExtension),
			...(listed.length > 0
				? [new Extension(appleExtensions.topics, false, encodeTopics(listed))]
				: []),
		],
		...validity,
	});
	return { certificate, privateKey: await privateKeyPem(keys.privateKey) };
}

function environmentExtension(environment: Environment): Extension {
	const oid = environment === 'sandbox' ? appleExtensions.development : appleExtensions.production;
	return new Extension(oid, false, der(tags.null));
}
