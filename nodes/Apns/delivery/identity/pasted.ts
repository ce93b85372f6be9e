/** What gets around a text on its way. */
const WRAPPING = /[\s"'`]/;

/** Text as a person pasted it, without what got around it on the way: quotes, blanks, `\n` typed literally. */
export function tidy(pasted: string): string {
	const text = pasted.replace(/^\uFEFF/, '').replace(/\\r|\\n/g, '\n');
	// One pattern for both ends would try its second half at every blank: a minute for a long text.
	let begin = 0;
	let end = text.length;
	while (begin < end && WRAPPING.test(text[begin]!)) begin += 1;
	while (begin < end && WRAPPING.test(text[end - 1]!)) end -= 1;
	return text.slice(begin, end);
}

/** Base64 (RFC 4648 §4), after all white space was taken out. */
export const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A block of PEM (RFC 7468 §2): its label and its body. */
export const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/;

/** All blocks of a text. */
export const PEM_BLOCKS = new RegExp(PEM_BLOCK, 'g');

/** What a parser makes of it; undefined where it throws: its errors may quote what they were given. */
export function attempt<T>(parse: () => T): T | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}
