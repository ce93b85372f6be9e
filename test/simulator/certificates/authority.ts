import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
	BasicConstraintsExtension,
	ExtendedKeyUsage,
	ExtendedKeyUsageExtension,
	KeyUsageFlags,
	KeyUsagesExtension,
	PemConverter,
	SubjectAlternativeNameExtension,
	X509Certificate,
	X509CertificateGenerator,
	type Extension,
	type JsonGeneralName,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LIFETIME_MS = 10 * 365 * 24 * 3_600_000;
// Clocks of containers and their hosts differ.
const BACKDATED_MS = 24 * 3_600_000;

/** A certificate and its key, both PEM. */
export interface CertifiedKey {
	readonly certificate: string;
	readonly privateKey: string;
}

/** A certificate authority and one server certificate it has signed. */
export interface ServerCertificates {
	readonly caCertificate: string;
	readonly server: CertifiedKey;
}

/** Properties of a certificate to sign. */
export interface CertificateRequest {
	readonly subject: string;
	readonly publicKey: webcrypto.CryptoKey;
	readonly extensions: Extension[];
	/** Hash of the signature. Default: SHA-256. */
	readonly hash?: string;
	/** Default: for ten years from yesterday. */
	readonly notBefore?: Date;
	readonly notAfter?: Date;
}

/** A new P-256 key pair. */
export async function generateKeyPair(): Promise<webcrypto.CryptoKeyPair> {
	return await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** A private key as PKCS#8 PEM, like Apple's .p8 files. */
export async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
	return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY') + '\n';
}

/** Creates a certificate authority. */
export async function createAuthority(name: string): Promise<CertifiedKey> {
	const keys = await generateKeyPair();
	const certificate = await X509CertificateGenerator.createSelfSigned({
		// OpenSSL finds an issuer by its name: two with the same name would be confused.
		name: `CN=${name} ${randomBytes(4).toString('hex')}`,
		keys,
		signingAlgorithm: ALGORITHM,
		...lifetime(),
		extensions: [
			new BasicConstraintsExtension(true, undefined, true),
			new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
		],
	});
	return {
		certificate: certificate.toString('pem') + '\n',
		privateKey: await privateKeyPem(keys.privateKey),
	};
}

/** Signs a certificate; returns it as PEM. */
export async function issueCertificate(
	authority: CertifiedKey,
	{ subject, publicKey, extensions, hash = 'SHA-256', notBefore, notAfter }: CertificateRequest,
): Promise<string> {
	const pkcs8 = PemConverter.decodeFirst(authority.privateKey);
	const ordinary = lifetime();
	const certificate = await X509CertificateGenerator.create({
		subject,
		issuer: new X509Certificate(authority.certificate).subject,
		publicKey,
		signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
		signingAlgorithm: { ...ALGORITHM, hash },
		notBefore: notBefore ?? ordinary.notBefore,
		notAfter: notAfter ?? ordinary.notAfter,
		extensions,
	});
	return certificate.toString('pem') + '\n';
}

/** Creates a certificate authority, and a server certificate for these names and addresses. */
export async function createServerCertificates(
	authorityName: string,
	names: string[],
	hash?: string,
): Promise<ServerCertificates> {
	const [authority, keys] = await Promise.all([createAuthority(authorityName), generateKeyPair()]);
	const certificate = await issueCertificate(authority, {
		subject: 'CN=APNs simulator',
		publicKey: keys.publicKey,
		...(hash === undefined ? {} : { hash }),
		extensions: [
			new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
			new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
			new SubjectAlternativeNameExtension(names.map(generalName)),
		],
	});
	return {
		caCertificate: authority.certificate,
		server: { certificate, privateKey: await privateKeyPem(keys.privateKey) },
	};
}

function lifetime(): { notBefore: Date; notAfter: Date } {
	return {
		notBefore: new Date(Date.now() - BACKDATED_MS),
		notAfter: new Date(Date.now() + LIFETIME_MS),
	};
}

function generalName(name: string): JsonGeneralName {
	return { type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns', value: name };
}
