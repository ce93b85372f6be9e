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
import { PASS_TYPE_PREFIX } from '../pushTypes.ts';
import { UID, SIGNS_PASSES, appleExtensions, encodeTopics } from './appleExtensions.ts';
import { issueCertificate, privateKeyPem, type CertifiedKey } from './authority.ts';
import { der, tags, utf8String } from './der.ts';

const RSA = {
	name: 'RSASSA-PKCS1-v1_5',
	publicExponent: new Uint8Array([1, 0, 1]),
	hash: 'SHA-256',
};

/** Properties of a client certificate. */
export interface ClientCertificateTraits {
	/**
	 * UID of the subject: the bundle ID, the topic of device management, or a pass type identifier, which makes it a Pass
	 * Type ID certificate.
	 */
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
	if (uid.startsWith(PASS_TYPE_PREFIX)) {
		return {
			certificate: await issuePassCertificate(authority, uid, key, validity),
			privateKey: key,
		};
	}
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

/** Apple's "Certification Practice Statement, Worldwide Developer Relations": no extensions for push. */
async function issuePassCertificate(
	authority: CertifiedKey,
	passType: string,
	privateKey: string,
	validity: Pick<ClientCertificateTraits, 'notBefore' | 'notAfter'>,
): Promise<string> {
	return await issueCertificate(authority, {
		subject: `${UID}=${passType}, CN=Pass Type ID: ${passType}, OU=TEAM123456`,
		publicKey: await publicKeyOf(privateKey),
		extensions: [
			new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
			new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth, SIGNS_PASSES]),
			new Extension(appleExtensions.passType, false, utf8String(passType)),
		],
		...validity,
	});
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
