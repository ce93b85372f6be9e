import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator, X509CertificateGenerator } from '@peculiar/x509';

/** A signing key as from Apple: PKCS#8 in PEM. */
export function appleKeyFile(): string {
	return pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

/**
 * The same key without its public part: 67 bytes, which is not a multiple of three, so its base64 is
 * padded.
 */
export function shortKeyFile(keyFile: string): string {
	const { d = '' } = createPrivateKey(keyFile).export({ format: 'jwk' });
	const der = Buffer.concat([SHORT_KEY_HEAD, Buffer.from(d, 'base64url')]);
	return pem('PRIVATE KEY', der.toString('base64'));
}

/** Everything before the number: PrivateKeyInfo, P-256, ECPrivateKey without its optional parts (RFC 5915). */
const SHORT_KEY_HEAD = Buffer.from(
	'3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
	'hex',
);

/** Files that users keep next to a .p8 file, or mistake for one. */
export async function otherFiles(keyFile: string) {
	const p256 = createPrivateKey(keyFile);
	const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
	const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
	const p256k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
	const ed25519 = generateKeyPairSync('ed25519');
	const jwk = p256.export({ format: 'jwk' });
	const { certificate, request } = await certificates();
	return {
		certificate,
		request,
		publicKey: spki(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
		rsaPublicKey: spki(rsa.publicKey),
		rsaPublicKeyPkcs1: String(rsa.publicKey.export({ type: 'pkcs1', format: 'pem' })),
		rsa: pkcs8(rsa.privateKey),
		rsaPkcs1: String(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' })),
		p384: pkcs8(p384.privateKey),
		p256k1: pkcs8(p256k1.privateKey),
		ed25519: pkcs8(ed25519.privateKey),
		sec1: String(p256.export({ type: 'sec1', format: 'pem' })),
		encrypted: String(
			p256.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }),
		),
		jwk: JSON.stringify(jwk),
	};
}

/** The base64 between BEGIN and END, on one line. */
export function bodyOf(file: string): string {
	return file.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');
}

/** A PEM block with this base64. */
export function pem(label: string, base64: string): string {
	const lines = base64.match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

async function certificates(): Promise<{ certificate: string; request: string }> {
	const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const names = { name: 'CN=Apple Push Services: com.example.app', keys };
	const certificate = await X509CertificateGenerator.createSelfSigned({
		...names,
		signingAlgorithm: algorithm,
	});
	const request = await Pkcs10CertificateRequestGenerator.create({
		...names,
		signingAlgorithm: algorithm,
	});
	return { certificate: certificate.toString('pem'), request: request.toString('pem') };
}

type Exportable = ReturnType<typeof createPrivateKey>;
const pkcs8 = (key: Exportable) => String(key.export({ type: 'pkcs8', format: 'pem' }));
const spki = (key: Exportable) => String(key.export({ type: 'spki', format: 'pem' }));
