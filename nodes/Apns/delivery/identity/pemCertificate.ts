import { X509Certificate, type KeyObject } from 'node:crypto';
import { chooseCertificate, MAX_CERTIFICATES, MAX_KEYS, type Wanted } from './chooseCertificate.ts';
import type { ClientCertificate } from './ClientCertificate.ts';
import { CredentialFieldError } from './CredentialFieldError.ts';
import { keyTypeOf } from './formats/keyFromDer.ts';
import { attempt, BASE64, derOf, readPem, tidy, type PemBlock } from './formats/pasted.ts';
import { readPemKeys } from './pemKeys.ts';
import { kindOf, pathIn, type Kind } from './formats/recognize.ts';

/** Far more than a certificate with its chain and key; a longer text is refused unread. */
const MAX_PASTED_CHARACTERS = 200_000;

type Field = 'certificate' | 'privateKey';

const A_P12 =
	"This is a .p12 file. Set 'Certificate Format' to .p12 and paste the file into 'Certificate (.p12)'.";

const A_P8_KEY =
	"This is a .p8 key, which needs no certificate. Use it in an 'Apple Push (APNs) API' credential, and set 'Authentication' in the node to Key.";

const NOT_A_CERTIFICATE: Readonly<Partial<Record<Kind, string>>> = {
	request:
		'This is the certificate signing request. Upload it at developer.apple.com and paste the certificate that you get.',
	publicKey: 'This is a public key, not a certificate.',
	pkcs12: A_P12,
};

const NOT_A_KEY: Readonly<Partial<Record<Kind, string>>> = {
	certificate: 'This is a certificate, not its private key.',
	request: 'This is a certificate signing request, not a private key.',
	publicKey: 'This is a public key, not a private key.',
	pkcs12: A_P12,
};

/**
 * Parses a certificate and its key as users paste them: with newlines turned into `\n`, spaces or CRLF, in
 * quotes, with bag attributes or a chain, encoded in base64 again, both in one text.
 *
 * @param privateKeyText empty if the key is in the other text
 * @param wanted which one to choose if there are several
 * @throws {CredentialFieldError}
 */
export async function parsePemCertificate(
	certificateText: string,
	privateKeyText: string,
	passphrase: string,
	wanted: Wanted = {},
): Promise<ClientCertificate> {
	const blocks = blocksOf(certificateText, 'certificate');
	const certificates = certificatesIn(blocks, certificateText);
	const keyBlocks = [
		...keysIn(blocksOf(privateKeyText, 'privateKey'), privateKeyText),
		...blocks.filter(isKey),
	];
	if (keyBlocks.length === 0) {
		throw fault(
			'privateKey',
			"It is empty, and 'Certificate' contains no key either. Paste the key that the certificate signing request was created with.",
		);
	}
	if (keyBlocks.length > MAX_KEYS)
		throw fault('privateKey', `There are more than ${MAX_KEYS} keys.`);
	const { keys, fault: unreadable } = await readPemKeys(keyBlocks, passphrase);
	const chosen = chooseCertificate(certificates, keys, wanted, 'certificate');
	if (chosen !== undefined) return chosen;
	throw unreadable ?? mismatch(certificates, keys);
}

/** Text without BEGIN lines is base64: of a PEM file, or of DER, which becomes a block without a label. */
function blocksOf(pasted: string, field: Field): readonly PemBlock[] {
	if (pasted.length > MAX_PASTED_CHARACTERS) {
		throw fault(field, 'It is too long for PEM text.');
	}
	const path = pathIn(pasted);
	if (path !== undefined) throw fault(field, `${path} Open the file and paste its text.`);
	const text = tidy(pasted);
	const { blocks, cutOff } = readPem(text);
	if (cutOff !== undefined) throw fault(field, 'It is cut off: its END line is missing.');
	if (blocks.length > 0) return blocks;
	const base64 = text.replace(/\s/g, '');
	if (!BASE64.test(base64)) return [];
	const inner = Buffer.from(base64, 'base64').toString('latin1');
	return inner.includes('-----BEGIN ') ? blocksOf(inner, field) : [{ label: '', body: base64 }];
}

function certificatesIn(blocks: readonly PemBlock[], pasted: string): X509Certificate[] {
	if (pasted.trim() === '') throw fault('certificate', 'It is empty.');
	const ones = blocks.filter(
		({ label }) => label === '' || /^((X509|TRUSTED) )?CERTIFICATE$/.test(label),
	);
	if (ones.length > MAX_CERTIFICATES) {
		throw fault('certificate', `There are more than ${MAX_CERTIFICATES} certificates.`);
	}
	const found = ones.map(({ body }) => attempt(() => new X509Certificate(derOf(body))));
	const certificates = found.filter((one) => one !== undefined);
	if (certificates.length > 0 && certificates.length === found.length) return certificates;
	for (const block of blocks) {
		const sentence = NOT_A_CERTIFICATE[kindOfBlock(block) ?? 'certificate'];
		if (sentence !== undefined) throw fault('certificate', sentence);
	}
	if (certificates.length === 0 && blocks.some(isKey)) {
		const isP8 = blocks.some(({ body }) => keyTypeOf(derOf(body)) === 'EC');
		const message = isP8 ? A_P8_KEY : 'This is a private key without a certificate.';
		throw fault('certificate', message);
	}
	throw fault(
		'certificate',
		'It cannot be read. Paste it in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
	);
}

/** The keys among the blocks of a text, if the user pasted one. */
function keysIn(blocks: readonly PemBlock[], pasted: string): readonly PemBlock[] {
	if (pasted.trim() === '') return [];
	const keys = blocks.filter(isKey);
	if (keys.length > 0) return keys;
	const kind = blocks[0] && kindOfBlock(blocks[0]);
	const sentence =
		(kind && NOT_A_KEY[kind]) ??
		'It cannot be read. Paste it in PEM form, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----.';
	throw fault('privateKey', sentence);
}

function isKey({ label, body }: PemBlock): boolean {
	if (label !== '') return label.endsWith('PRIVATE KEY');
	return /^(pkcs8|encryptedKey|pkcs1|sec1)$/.test(kindOf(derOf(body)) ?? '');
}

/** For damaged content, the label may still show the kind. */
function kindOfBlock({ label, body }: PemBlock): Kind | undefined {
	const kind = kindOf(derOf(body));
	if (kind !== undefined) return kind;
	if (label.endsWith('CERTIFICATE REQUEST')) return 'request';
	return label.endsWith('PUBLIC KEY') ? 'publicKey' : undefined;
}

function mismatch(
	[certificate]: readonly X509Certificate[],
	[key]: readonly KeyObject[],
): CredentialFieldError {
	const isForeign =
		attempt(() => certificate?.publicKey.asymmetricKeyType) !== key?.asymmetricKeyType;
	return fault(
		'privateKey',
		isForeign && key?.asymmetricKeyType === 'ec'
			? A_P8_KEY
			: 'It does not belong to the certificate. Use the key that the certificate signing request was created with.',
	);
}

function fault(field: Field, message: string): CredentialFieldError {
	return new CredentialFieldError(field, message);
}
