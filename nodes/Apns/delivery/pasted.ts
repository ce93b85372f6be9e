/** Text as a person pasted it, without what got around it on the way: quotes, blanks, `\n` typed literally. */
export function tidy(pasted: string): string {
	return pasted
		.replace(/^\uFEFF/, '')
		.replace(/\\r|\\n/g, '\n')
		.replace(/^[\s"'`]+|[\s"'`]+$/g, '');
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
