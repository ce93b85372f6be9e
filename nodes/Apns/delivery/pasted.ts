/** Text as a person pasted it, without what got around it on the way: quotes, blanks, `\n` typed literally. */
export function tidy(pasted: string): string {
	return pasted
		.replace(/^\uFEFF/, '')
		.replace(/\\r|\\n/g, '\n')
		.replace(/^[\s"'`]+|[\s"'`]+$/g, '');
}

/** Base64 (RFC 4648 §4), after all white space was taken out. */
export const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What a parser makes of it; undefined where it throws: its errors may quote what they were given. */
export function attempt<T>(parse: () => T): T | undefined {
	try {
		return parse();
	} catch {
		return undefined;
	}
}
