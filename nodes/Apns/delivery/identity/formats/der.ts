/** A DER value (ITU-T X.690 §8.1). */
export interface DerValue {
	/** The first byte. */
	readonly tag: number;
	readonly content: Buffer;
}

/** Tags, as encoded in the first byte (X.690 §8.1.2). */
export const TAGS = {
	integer: 0x02,
	octetString: 0x04,
	objectIdentifier: 0x06,
	utf8String: 0x0c,
	sequence: 0x30,
	/** `[3]`, constructed. */
	context3: 0xa3,
} as const;

const CONSTRUCTED = 0x20;

/** Limit for nested values. Files of Apple and OpenSSL have fewer than ten levels. */
const MAX_DEPTH = 20;

/** Limit for values in a list, because each takes time. No list that is read here has as many. */
const MAX_VALUES = 500;

/**
 * Reads consecutive values. A value that is cut off, or comes after {@link MAX_VALUES}, is left out. A
 * length may be indefinite (X.690 §8.1.3.6): some programs write .p12 files that way.
 */
export function readDer(bytes: Buffer = Buffer.alloc(0)): DerValue[] {
	const values: DerValue[] = [];
	for (let at = 0; at < bytes.length && values.length < MAX_VALUES; ) {
		const one = readOne(bytes, at, 0);
		if (one === undefined) break;
		values.push(one);
		at = one.end;
	}
	return values;
}

/** The content of an OCTET STRING, even if it is split into pieces (X.690 §8.7.3). */
export function octetsOf({ tag, content }: DerValue): Buffer {
	if ((tag & CONSTRUCTED) === 0) return content;
	return Buffer.concat(readDer(content).map((piece) => piece.content));
}

/** A whole number; Infinity if it has more than 48 bits, NaN if it is not an integer or is negative. */
export function integerOf(value: DerValue | undefined): number {
	if (value?.tag !== TAGS.integer || value.content.length === 0) return NaN;
	const { content } = value;
	if (content[0]! > 0x7f) return NaN;
	return content.length > 6 ? Infinity : content.readUIntBE(0, content.length);
}

/** Such as `1.2.840.113549.1.7.1`; empty if it is not an identifier, or longer than all known ones. */
export function objectIdentifierOf(value: DerValue | undefined): string {
	if (value?.tag !== TAGS.objectIdentifier || value.content.length > 20) return '';
	const numbers: number[] = [];
	let number = 0;
	for (const byte of value.content) {
		number = number * 128 + (byte & 0x7f);
		if (byte > 0x7f) continue;
		numbers.push(...(numbers.length > 0 ? [number] : [Math.min(Math.floor(number / 40), 2)]));
		if (numbers.length === 1) numbers.push(number - 40 * numbers[0]!);
		number = 0;
	}
	return numbers.join('.');
}

function readOne(
	bytes: Buffer,
	at: number,
	depth: number,
): (DerValue & { end: number }) | undefined {
	if (at + 2 > bytes.length || depth > MAX_DEPTH) return undefined;
	const tag = bytes[at]!;
	const first = bytes[at + 1]!;
	if (first === 0x80) return readIndefinite(bytes, tag, at + 2, depth);
	// Above 0x80, it gives the number of length bytes that follow.
	const lengthBytes = first > 0x80 ? first & 0x7f : 0;
	const start = at + 2 + lengthBytes;
	if (lengthBytes > 4 || start > bytes.length) return undefined;
	const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
	const end = start + length;
	return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end };
}

/** Two zero bytes after the last whole value end it. */
function readIndefinite(bytes: Buffer, tag: number, start: number, depth: number) {
	for (let at = start; at + 2 <= bytes.length; ) {
		if (bytes[at] === 0 && bytes[at + 1] === 0) {
			return { tag, content: bytes.subarray(start, at), end: at + 2 };
		}
		const one = readOne(bytes, at, depth + 1);
		if (one === undefined) return undefined;
		at = one.end;
	}
	return undefined;
}
