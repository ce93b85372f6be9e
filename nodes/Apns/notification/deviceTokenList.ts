import { isJsonObject, type JsonObject } from './payload.ts';

/** Notations of one token that contain blanks, commas, quotes or brackets. */
const TOKENS_WITH_SEPARATORS = [
	// Data as Swift prints it.
	'\\{\\s*length[^{}]*\\}',
	'\\d+ bytes',
	// Data as old device logs print it, and the same without its brackets.
	'<[0-9a-f\\s]*>',
	'(?:[0-9a-f]{8} ){7}[0-9a-f]{8}(?![0-9a-f])',
	'Expo(?:nent)?PushToken\\[[^[\\]]*\\]',
	'Optional\\([^()]*\\)',
	// An object used as text.
	'\\[object Object\\]',
];
const SEPARATORS = '\\s,;|"\'`\u2018-\u201f\u00ab\u00bb\uff0c\uff1b\u3001[\\]{}()';
const TOKENS = new RegExp([...TOKENS_WITH_SEPARATORS, `[^${SEPARATORS}]+`].join('|'), 'gi');

/** Escaped quotes and line breaks of JSON or code. */
const ESCAPED_SEPARATORS = /\\["'nrt]/g;

/** Usual fields for a device token, or a list of them; the first match counts. */
const TOKEN_FIELDS = [
	/^(?:apns?|ios|device|push|[_-])+tokens?$/i,
	/^tokens?$/i,
	// Of a Web Push subscription: not a device token, but the error explains it.
	/^endpoint$/,
];
/** Fields for an object with a device token; `json` is that of an n8n item. */
const WRAPPER_FIELD = /^(?:devices?|json)$/i;

/** How deep to search objects and lists. */
const MAX_DEPTH = 5;

/**
 * The device tokens in a list or in text, one entry for each: a list of texts or of objects with the token
 * in a usual field, the same as JSON, or text with several tokens.
 *
 * @returns undefined if it is none of these, nor an object with such a field
 */
export function listDeviceTokens(given: unknown): unknown[] | undefined {
	if (typeof given === 'string') return listInText(given);
	const isOne = isJsonObject(given) && tokenField(given) !== undefined;
	return isOne || Array.isArray(given) ? tokensIn(given) : undefined;
}

function listInText(text: string): unknown[] {
	const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
	if (json !== undefined) return tokensIn(json);
	const unescaped = text.includes('\\') ? text.replace(ESCAPED_SEPARATORS, ' ') : text;
	return unescaped.match(TOKENS) ?? [];
}

/** JSON, or a sequence of objects, such as one per line. */
function parseJson(text: string): unknown {
	const lines = () => text.split('\n').map((line) => line.trim().replace(/,$/, ''));
	return parsed(text) ?? parsed(`[${text}]`) ?? parsed(`[${lines().filter(Boolean).join(',')}]`);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function tokensIn(given: unknown): unknown[] {
	const tokens: unknown[] = [];
	const collect = (value: unknown, depth: number): void => {
		if (typeof value !== 'object' || value === null || depth === 0) {
			tokens.push(value);
		} else if (Array.isArray(value)) {
			// Not `forEach`, which skips holes: each hole is a missing token.
			for (const entry of value as unknown[]) collect(entry, depth - 1);
		} else {
			const field = tokenField(value as JsonObject);
			if (field === undefined) tokens.push(value);
			else collect((value as JsonObject)[field], depth - 1);
		}
	};
	collect(given, MAX_DEPTH);
	return tokens;
}

/** The field of an object that contains the token, or an object with it. */
function tokenField(object: JsonObject): string | undefined {
	const names = Object.keys(object);
	for (const usual of TOKEN_FIELDS) {
		const name = names.find((one) => usual.test(one));
		if (name !== undefined) return name;
	}
	return names.find((name) => WRAPPER_FIELD.test(name) && typeof object[name] === 'object');
}
