import 'reflect-metadata';
import { createPublicKey, webcrypto } from 'node:crypto';
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

const RSA = {
	name: 'RSASSA-PKCS1-v1_5',
	publicExponent: new Uint8Array([1, 0, 1]),
	hash: 'SHA-256',
};

/** Properties of a client certificate. */
export interface ClientCertificateTraits {
	/** UID of the subject: the bundle ID, or the topic of device management. */
	readonly uid: string;
	/**
	 * Default: the UID alone, with `.voip` and with `.complication`, as in Apple's "Apple Push Services".
	 * Empty: no such extension, so the UID is the only topic.
	 */
	readonly topics?: readonly string[];
	/** Default: both, as in Apple's "Sandbox & Production". */
	readonly environments?: readonly Environment[];
	/** Bits of the RSA key. Default: 2048, as required by Apple's portal. */
	readonly keyBits?: number;
	/** PEM. Default: a new one. Use that of another certificate to renew it. */
	readonly privateKey?: string;
	/** Default: yesterday. */
	readonly notBefore?: Date;
	/** Default: in ten years. */
	readonly notAfter?: Date;
}

/** Creates a client certificate, as Apple would from a certificate signing request. */
export async function createClientCertificate(
	authority: CertifiedKey,
	{ uid, topics, environments, keyBits = 2048, privateKey, ...validity }: ClientCertificateTraits,
): Promise<CertifiedKey> {
	const key = privateKey ?? (await newPrivateKey(keyBits));
	const listed = topics ?? [uid, `${uid}.voip`, `${uid}.complication`];
	const certificate = await issueCertificate(authority, {
		subject: `${UID}=${uid}, CN=Apple Push Services: ${uid}`,
		publicKey: await publicKeyOf(key),
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
	return { certificate, privateKey: key };
}

async function newPrivateKey(keyBits: number): Promise<string> {
	const algorithm = { ...RSA, modulusLength: keyBits };
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	return await privateKeyPem(keys.privateKey);
}

async function publicKeyOf(privateKey: string): Promise<webcrypto.CryptoKey> {
	const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
	return await webcrypto.subtle.importKey('spki', spki, RSA, true, ['verify']);
}

function environmentExtension(environment: Environment): Extension {
	const oid = environment === 'sandbox' ? appleExtensions.development : appleExtensions.production;
	return new Extension(oid, false, der(tags.null));
}
