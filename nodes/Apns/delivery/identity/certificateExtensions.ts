import type { X509Certificate } from 'node:crypto';
import type { ApnsEnvironment } from './environment.ts';

/** What Apple lets the owner of a push certificate do. */
export interface CertificatePermissions {
	/** From the extensions; without them the UID of the subject; empty where there is neither. */
	readonly topics: readonly string[];
	/** Empty where the certificate does not say. */
	readonly environments: readonly ApnsEnvironment[];
}

/**
 * Apple's extensions, 1.2.840.113635.100.6.3.*, by their last number ("Establishing a certificate-based
 * connection to APNs" and Apple's "Certification Practice Statement, Worldwide Developer Relations").
 */
const EXTENSIONS = { sandbox: 1, production: 2, voipTopics: 4, topics: 6 } as const;
const EXTENSION_PREFIX = Buffer.from('2a864886f763640603', 'hex');

const ENVIRONMENTS: readonly ApnsEnvironment[] = ['production', 'sandbox'];

/** Tags of DER, as they stand in the first byte (ITU-T X.690 §8.1.2). */
const TAGS = {
	objectIdentifier: 0x06,
	utf8String: 0x0c,
	sequence: 0x30,
	extensions: 0xa3,
} as const;

/** Reads what Apple wrote into a certificate: node:crypto shows no extension that it does not know. */
export function permissionsOf(x509: X509Certificate): CertificatePermissions {
	const extensions = appleExtensions(x509.raw);
	const listed = [EXTENSIONS.topics, EXTENSIONS.voipTopics].flatMap((one) =>
		topicsIn(extensions.get(one) ?? Buffer.alloc(0)),
	);
	const uid = /^UID=(.+)$/m.exec(x509.subject)?.[1];
	return {
		topics: listed.length > 0 ? [...new Set(listed)] : uid === undefined ? [] : [uid],
		environments: ENVIRONMENTS.filter((environment) => extensions.has(EXTENSIONS[environment])),
	};
}

/** RFC 5280 §4.1: the extensions are the last part of the part that is signed. */
function appleExtensions(raw: Buffer): Map<number, Buffer> {
	const found = new Map<number, Buffer>();
	const [certificate] = readDer(raw);
	const [signed] = readDer(certificate?.content);
	const all = readDer(signed?.content).find(({ tag }) => tag === TAGS.extensions);
	const [list] = readDer(all?.content);
	for (const { content } of readDer(list?.content)) {
		const parts = readDer(content);
		const id = parts[0]?.content;
		if (id?.length === EXTENSION_PREFIX.length + 1 && id.indexOf(EXTENSION_PREFIX) === 0) {
			found.set(id[EXTENSION_PREFIX.length]!, parts.at(-1)!.content);
		}
	}
	return found;
}

/** Each topic is followed by a sequence that says what kind it is, which is not of interest. */
function topicsIn(value: Buffer): string[] {
	return readDer(value)
		.flatMap((one) => (one.tag === TAGS.sequence ? readDer(one.content) : [one]))
		.filter(({ tag }) => tag === TAGS.utf8String)
		.map(({ content }) => content.toString());
}

interface DerValue {
	readonly tag: number;
	readonly content: Buffer;
}

/** The values that stand one after the other (ITU-T X.690 §8.1); what is cut off is left out. */
function readDer(bytes: Buffer = Buffer.alloc(0)): DerValue[] {
	const values: DerValue[] = [];
	for (let at = 0; at + 2 <= bytes.length; ) {
		const first = bytes[at + 1]!;
		// Above 128 it says how many bytes of length follow; 128 itself is for BER alone.
		const lengthBytes = first > 0x80 ? first & 0x7f : 0;
		const start = at + 2 + lengthBytes;
		if (first === 0x80 || lengthBytes > 4 || start > bytes.length) break;
		const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
		if (start + length > bytes.length) break;
		values.push({ tag: bytes[at]!, content: bytes.subarray(start, start + length) });
		at = start + length;
	}
	return values;
}
