// The parts of DER (ITU-T X.690) that Apple's certificate extensions and PKCS#12 need.

/** Tags, as encoded in the first byte. */
export const tags = {
	integer: 0x02,
	octetString: 0x04,
	null: 0x05,
	objectIdentifier: 0x06,
	utf8String: 0x0c,
	sequence: 0x30,
	set: 0x31,
	/** [0], constructed. */
	context0: 0xa0,
} as const;

/** A DER value. */
export interface DerValue {
	readonly tag: number;
	readonly content: Buffer;
}

/** Encodes one value whose content is already encoded. */
export function der(tag: number, ...contents: Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	return Buffer.concat([Buffer.from([tag]), lengthBytes(content.length), content]);
}

/** SEQUENCE (X.690 §8.9). */
export function sequence(...contents: Buffer[]): Buffer {
	return der(tags.sequence, ...contents);
}

/** OCTET STRING (X.690 §8.7). */
export function octetString(content: Buffer): Buffer {
	return der(tags.octetString, content);
}

/** UTF8String (X.690 §8.21). */
export function utf8String(text: string): Buffer {
	return der(tags.utf8String, Buffer.from(text));
}

/** An integer from 0 to 2^31 - 1. */
export function integer(value: number): Buffer {
	const bytes: number[] = [];
	let rest = value;
	do {
		bytes.unshift(rest & 0xff);
		rest >>= 8;
	} while (rest > 0);
	// If the highest bit were set, it would be negative.
	if ((bytes[0] ?? 0) & 0x80) bytes.unshift(0);
	return der(tags.integer, Buffer.from(bytes));
}

/** `1.2.840.113549.1.7.1` */
export function objectIdentifier(dotted: string): Buffer {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
	return der(tags.objectIdentifier, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
}

/** Reads consecutive values; a value that is cut off is left out. */
export function readDer(bytes: Buffer): DerValue[] {
	const values: DerValue[] = [];
	for (let at = 0; at + 2 <= bytes.length; ) {
		const tag = bytes.readUInt8(at);
		const first = bytes.readUInt8(at + 1);
		const lengthOfLength = first < 0x80 ? 0 : first & 0x7f;
		const start = at + 2 + lengthOfLength;
		if (lengthOfLength > 4 || start > bytes.length) break;
		const length = lengthOfLength === 0 ? first : bytes.readUIntBE(at + 2, lengthOfLength);
		if (start + length > bytes.length) break;
		values.push({ tag, content: bytes.subarray(start, start + length) });
		at = start + length;
	}
	return values;
}

function lengthBytes(length: number): Buffer {
	if (length < 0x80) return Buffer.from([length]);
	const bytes: number[] = [];
	for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
	return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(value: number): number[] {
	const digits = [value % 128];
	for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
		digits.unshift(0x80 | rest % 128);
	}
	return digits;
}
