import {
	der,
	octetString,
	readDer,
	tags,
	type DerValue,
} from '../../simulator/certificates/der.ts';

const CONSTRUCTED = 0x20;
const END = Buffer.from([0, 0]);

/**
 * The same values with indefinite lengths (ITU-T X.690 §8.1.3.6) and octet strings in two pieces, as NSS
 * and other programs write .p12 files.
 */
export function withIndefiniteLengths(values: Buffer): Buffer {
	return Buffer.concat(readDer(values).map(rewritten));
}

function rewritten({ tag, content }: DerValue): Buffer {
	if (tag & CONSTRUCTED) return indefinite(tag, withIndefiniteLengths(content));
	if (tag !== tags.octetString) return der(tag, content);
	const half = content.length >> 1;
	const pieces = [content.subarray(0, half), content.subarray(half)].map(octetString);
	return indefinite(tag | CONSTRUCTED, Buffer.concat(pieces));
}

function indefinite(tag: number, content: Buffer): Buffer {
	return Buffer.concat([Buffer.from([tag, 0x80]), content, END]);
}
