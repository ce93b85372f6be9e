import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { clientCertificateOf, type ClientCertificate } from './ClientCertificate.ts';
import { CredentialFieldError } from './CredentialFieldError.ts';
import { attempt, BASE64, PEM_BLOCKS, tidy } from './pasted.ts';

/** Far more than a certificate with its chain and key; what is longer is not looked at. */
const MAX_PASTED_CHARACTERS = 200_000;

/** RFC 1421 §4.6: what OpenSSL's old form of an encrypted key has above its base64. */
const ENCRYPTION_HEADERS = /Proc-Type:\s*4,ENCRYPTED\s+DEK-Info:\s*([A-Z0-9-]+,[0-9A-Fa-f]+)/;

const NOT_A_CERTIFICATE: Readonly<Record<string, string>> = {
	'CERTIFICATE REQUEST':
		'This is the certificate signing request. Upload it at developer.apple.com; what you get back is the certificate.',
	'NEW CERTIFICATE REQUEST':
		'This is the certificate signing request. Upload it at developer.apple.com; what you get back is the certificate.',
	'PUBLIC KEY': 'This is a public key, not a certificate.',
};

const NOT_A_KEY: Readonly<Record<string, string>> = {
	CERTIFICATE: 'This is a certificate, not the private key that belongs to it.',
	'CERTIFICATE REQUEST': 'This is a certificate signing request, not a private key.',
	'PUBLIC KEY': 'This is a public key, not a private key.',
	'OPENSSH PRIVATE KEY': 'This is an SSH key.',
};

const A_P8_KEY =
	'This is a .p8 key, which needs no certificate: it belongs in a credential of the type APNs API, with Authentication in the node set to Key.';

/** One block, with what stands between its lines. */
interface Block {
	readonly label: string;
	readonly body: string;
}

/**
 * A certificate and its key as people really paste them: with newlines turned into `\n`, blanks or CRLF,
 * with quotes around, with bag attributes or a chain, in base64 once more, both in one text.
 *
 * @param privateKeyText empty where the key is in the other text
 * @throws {CredentialFieldError}
 */
export function parsePemCertificate(
	certificateText: string,
	privateKeyText: string,
	passphrase: string,
): ClientCertificate {
	const blocks = blocksOf(certificateText, 'certificate');
	const certificates = certificatesIn(blocks, certificateText);
	const key =
		privateKeyText.trim() === ''
			? keyBeside(blocks, passphrase)
			: readKey(blocksOf(privateKeyText, 'privateKey'), passphrase);
	const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
	if (own === undefined) throw mismatch(certificates[0]!, key);
	const chain = certificates.filter((certificate) => certificate !== own);
	return clientCertificateOf(own, {
		cert: [own, ...chain].map(String).join(''),
		key: key.export({ format: 'pem', type: 'pkcs8' }),
	});
}

/** Text without BEGIN lines is base64: of a file with them, or of DER, which is a block of no label. */
function blocksOf(pasted: string, field: 'certificate' | 'privateKey'): Block[] {
	if (pasted.length > MAX_PASTED_CHARACTERS) {
		throw new CredentialFieldError(field, 'It is far longer than one in PEM form.');
	}
	const text = tidy(pasted);
	const blocks = Array.from(text.matchAll(PEM_BLOCKS), ([, label = '', body = '']) => ({
		label,
		body,
	}));
	if (blocks.length > 0) return blocks;
	if (text.includes('-----BEGIN ')) {
		throw new CredentialFieldError(field, 'It is cut off: its END line is missing.');
	}
	const base64 = text.replace(/\s/g, '');
	if (!BASE64.test(base64)) return [];
	const inner = Buffer.from(base64, 'base64').toString('latin1');
	return inner.includes('-----BEGIN ') ? blocksOf(inner, field) : [{ label: '', body: base64 }];
}

function certificatesIn(blocks: readonly Block[], pasted: string): X509Certificate[] {
	const fail = (message: string) => new CredentialFieldError('certificate', message);
	const found = blocks
		.filter(({ label }) => label === '' || /^((X509|TRUSTED) )?CERTIFICATE$/.test(label))
		.map(({ body }) => attempt(() => new X509Certificate(derOf(body))));
	const certificates = found.filter((one) => one !== undefined);
	if (certificates.length > 0 && certificates.length === found.length) return certificates;
	if (pasted.trim() === '') throw fail('It is empty.');
	const [first] = blocks;
	if (first !== undefined) {
		const other = NOT_A_CERTIFICATE[first.label];
		if (other !== undefined) throw fail(other);
		const key = attempt(() => readKey(blocks, ''));
		if (key !== undefined && isP8(key)) throw fail(A_P8_KEY);
		if (key !== undefined || first.label.endsWith('PRIVATE KEY')) {
			throw fail('This is a private key without a certificate.');
		}
	}
	throw fail(
		'It cannot be read. Paste it in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
	);
}

function keyBeside(blocks: readonly Block[], passphrase: string): KeyObject {
	const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
	if (keys.length === 0) {
		throw new CredentialFieldError(
			'privateKey',
			'It is empty, and there is no key beside the certificate either. Paste the key that the certificate signing request was made with.',
		);
	}
	return readKey(keys, passphrase);
}

function readKey(blocks: readonly Block[], passphrase: string): KeyObject {
	const block = blocks.find(({ label }) => label.endsWith('PRIVATE KEY')) ?? blocks[0];
	const other = block === undefined ? undefined : NOT_A_KEY[block.label];
	if (other !== undefined) throw new CredentialFieldError('privateKey', other);
	const key = block === undefined ? undefined : keyOf(block, passphrase);
	if (key !== undefined) return key;
	if (block !== undefined && isEncrypted(block)) {
		throw new CredentialFieldError(
			'passphrase',
			passphrase === ''
				? 'It is empty, and the private key is encrypted with one.'
				: 'It does not open the private key.',
		);
	}
	throw new CredentialFieldError(
		'privateKey',
		'It cannot be read. Paste it in PEM form, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.',
	);
}

function keyOf(block: Block, passphrase: string): KeyObject | undefined {
	if (block.label === '') {
		const key = derOf(block.body);
		return (
			attempt(() => createPrivateKey({ key, passphrase, format: 'der', type: 'pkcs8' })) ??
			attempt(() => createPrivateKey({ key, format: 'der', type: 'pkcs1' }))
		);
	}
	return attempt(() => createPrivateKey({ key: rewritten(block), passphrase, format: 'pem' }));
}

/** With line breaks where OpenSSL wants them. */
function rewritten({ label, body }: Block): string {
	const encryption = ENCRYPTION_HEADERS.exec(body);
	const base64 = (encryption === null ? body : body.replace(encryption[0], '')).replace(/\s/g, '');
	return [
		`-----BEGIN ${label}-----`,
		...(encryption === null ? [] : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${encryption[1]}`, '']),
		...(base64.match(/.{1,64}/g) ?? []),
		`-----END ${label}-----`,
		'',
	].join('\n');
}

function isEncrypted({ label, body }: Block): boolean {
	return label === 'ENCRYPTED PRIVATE KEY' || ENCRYPTION_HEADERS.test(body);
}

function mismatch(certificate: X509Certificate, key: KeyObject): CredentialFieldError {
	const isForeign = certificate.publicKey.asymmetricKeyType !== key.asymmetricKeyType;
	return new CredentialFieldError(
		'privateKey',
		isForeign && isP8(key)
			? A_P8_KEY
			: 'It does not belong to the certificate. Use the key that the certificate signing request was made with.',
	);
}

/** Apple's .p8 keys are on this curve, the keys of its push certificates are RSA. */
function isP8(key: KeyObject): boolean {
	return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

function derOf(body: string): Buffer {
	return Buffer.from(body.replace(/\s/g, ''), 'base64');
}
