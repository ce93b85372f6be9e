import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
	BasicConstraintsExtension,
	ExtendedKeyUsage,
	ExtendedKeyUsageExtension,
	KeyUsageFlags,
	KeyUsagesExtension,
	PemConverter,
	SubjectAlternativeNameExtension,
	X509CertificateGenerator,
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

/** A fresh P-256 key pair. */
export async function generateKeyPair(): Promise<webcrypto.CryptoKeyPair> {
	return await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** A private key as PKCS#8 PEM: what Apple's .p8 files are. */
export async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
	return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY') + '\n';
}

/** Makes a new certificate authority, and a server certificate for these names and addresses. */
export async function createServerCertificates(
	authority: string,
	names: string[],
): Promise<ServerCertificates> {
	const [caKeys, serverKeys] = await Promise.all([generateKeyPair(), generateKeyPair()]);
	const validity = {
		notBefore: new Date(Date.now() - BACKDATED_MS),
		notAfter: new Date(Date.now() + LIFETIME_MS),
	};
	const ca = await X509CertificateGenerator.createSelfSigned({
		name: `CN=${authority}`,
		keys: caKeys,
		signingAlgorithm: ALGORITHM,
		...validity,
		extensions: [
			new BasicConstraintsExtension(true, undefined, true),
			new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
		],
	});
	const server = await X509CertificateGenerator.create({
		subject: 'CN=APNs simulator',
		issuer: ca.subject,
		publicKey: serverKeys.publicKey,
		signingKey: caKeys.privateKey,
		signingAlgorithm: ALGORITHM,
		...validity,
		extensions: [
			new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
			new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
			new SubjectAlternativeNameExtension(names.map(generalName)),
		],
	});
	return {
		caCertificate: ca.toString('pem') + '\n',
		server: {
			certificate: server.toString('pem') + '\n',
			privateKey: await privateKeyPem(serverKeys.privateKey),
		},
	};
}

function generalName(name: string): JsonGeneralName {
	return { type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns', value: name };
}
