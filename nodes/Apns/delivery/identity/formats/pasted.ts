/** Characters that may surround pasted text. */
const WRAPPING = /[\s"'`]/;

/** What word processors and chat programs turn five hyphens into. */
const DASHES = /[\u2010-\u2015\u2212]+-?/g;

/**
 * Removes what copying adds to a text: quotes, spaces, literal `\n`, JSON escapes, and all of these escaped
 * once or twice more.
 */
export function tidy(pasted: string): string {
	const text = pasted
		.replace(/^\uFEFF/, '')
		.replace(DASHES, '-----')
		.replace(/\\u00([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
		.replace(/\\[nrt]/g, '\n')
		.replaceAll('\\', '');
	// A single pattern for both ends would backtrack at every space: a minute for a long text.
	let begin = 0;
	let end = text.length;
	while (begin < end && WRAPPING.test(text[begin]!)) begin += 1;
	while (begin < end && WRAPPING.test(text[end - 1]!)) end -= 1;
	return text.slice(begin, end);
}

/** Base64 (RFC 4648 §4), with all white space removed. */
export const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A PEM block (RFC 7468 §2): its label and its body. */
export interface PemBlock {
	readonly label: string;
	readonly body: string;
}

/** The PEM content of a text. */
export interface Pem {
	readonly blocks: readonly PemBlock[];
	/** The label of the first block whose END line is missing. */
	readonly cutOff: string | undefined;
}

const MARKER = /-----(BEGIN|END) ([A-Z0-9 ]+)-----/g;

/** Reads the blocks of a text in one pass: a user may paste 200,000 characters of BEGIN lines. */
export function readPem(text: string): Pem {
	const blocks: PemBlock[] = [];
	let cutOff: string | undefined;
	let open: { label: string; from: number } | undefined;
	for (const { 0: line, 1: kind, 2: label = '', index } of text.matchAll(MARKER)) {
		if (kind === 'BEGIN') {
			cutOff ??= open?.label;
			open = { label, from: index + line.length };
		} else if (open?.label === label) {
			blocks.push({ label, body: text.slice(open.from, index) });
			open = undefined;
		}
	}
	return { blocks, cutOff: cutOff ?? open?.label };
}

/** Decodes base64, ignoring white space. */
export function derOf(body: string): Buffer {
	return Buffer.from(body.replace(/\s/g, ''), 'base64');
}

/**
 * The result of a parser; undefined if it throws. Its errors are dropped, because they may quote their
 * input.
 */
export function attempt<T>(parse: () => T): T | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}
