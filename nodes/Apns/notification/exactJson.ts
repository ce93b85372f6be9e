/** A number with its original digits, which JSON.stringify writes unchanged (Node 22 and later). */
export interface RawNumber {
	readonly rawJSON: string;
}

/** Not yet in TypeScript: the TC39 proposal "JSON.parse source text access". */
const json = JSON as unknown as {
	rawJSON(text: string): RawNumber;
	isRawJSON(value: unknown): value is RawNumber;
	parse(
		text: string,
		reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
	): unknown;
};

/** A number that JavaScript may write differently. Others need no second pass. */
const UNUSUAL_NUMBER = /[:[,]\s*(?:-0|-?\d{16}|-?\d+[.eE])/;

/** Strings, with the colon that makes them keys, and the braces of objects. */
const KEYS_AND_BRACES = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}]/g;
const KEY_END = /"\s*:/g;

/** Far more than a payload may have: longer text is refused for its size. */
const MAX_SEARCHED_CHARACTERS = 100_000;

/**
 * JSON.parse for values that are converted to JSON again: a number that JavaScript would change
 * (12345678901234567890, 1e400, 1.0) is kept as a {@link RawNumber}.
 *
 * @throws {SyntaxError}
 */
export function parseExactly(text: string): unknown {
	if (!UNUSUAL_NUMBER.test(text)) return JSON.parse(text);
	const plain: unknown = JSON.parse(text);
	// A number by itself needs no care.
	if (typeof plain !== 'object') return plain;
	try {
		return json.parse(text, (_, value, { source }) =>
			typeof value === 'number' && source !== undefined && String(value) !== source
				? json.rawJSON(source)
				: value,
		);
	} catch {
		// Nested too deeply for a reviver, and for a payload.
		return plain;
	}
}

/** Whether a value is a number that {@link parseExactly} kept as written. */
export function isRawNumber(value: unknown): value is RawNumber {
	return typeof value === 'object' && json.isRawJSON(value);
}

/**
 * The first key that occurs twice in one object: JSON.parse silently drops the first value, other readers
 * the second (RFC 8259 §4).
 *
 * @param parsed the text as parsed by JSON.parse
 */
export function repeatedKeyIn(text: string, parsed: unknown): string | undefined {
	if (text.length > MAX_SEARCHED_CHARACTERS) return undefined;
	const written = text.match(KEY_END)?.length ?? 0;
	return written > countKeys(parsed) ? findRepeatedKey(text) : undefined;
}

function findRepeatedKey(text: string): string | undefined {
	const objects: Array<Set<string>> = [];
	for (const [token, colon] of text.matchAll(KEYS_AND_BRACES)) {
		if (token === '{') objects.push(new Set());
		else if (token === '}') objects.pop();
		else if (colon !== undefined) {
			const key = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
			const keys = objects.at(-1);
			if (keys?.has(key)) return key;
			keys?.add(key);
		}
	}
	return undefined;
}

/** Not recursive: the value may be nested deeper than the stack allows. */
function countKeys(parsed: unknown): number {
	const open: unknown[] = [parsed];
	let count = 0;
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		if (typeof value !== 'object' || value === null || json.isRawJSON(value)) continue;
		const inside: unknown[] = Object.values(value);
		if (!Array.isArray(value)) count += inside.length;
		for (const one of inside) if (typeof one === 'object' && one !== null) open.push(one);
	}
	return count;
}
