import { isJsonObject, type JsonObject } from './payload.ts';

/** What one token looks like in text, if it has blanks, commas, quotes or brackets of its own. */
const TOKENS_WITH_SEPARATORS = [
	// Data as Swift prints it.
	'\\{\\s*length[^{}]*\\}',
	'\\d+ bytes',
	// Data as old device logs print it, and the same without its brackets.
	'<[0-9a-f\\s]*>',
	'(?:[0-9a-f]{8} ){7}[0-9a-f]{8}(?![0-9a-f])',
	'Expo(?:nent)?PushToken\\[[^[\\]]*\\]',
	'Optional\\([^()]*\\)',
	// An object where text was wanted.
	'\\[object Object\\]',
];
const SEPARATORS = '\\s,;|"\'`\u2018-\u201f\u00ab\u00bb\uff0c\uff1b\u3001[\\]{}()';
const TOKENS = new RegExp([...TOKENS_WITH_SEPARATORS, `[^${SEPARATORS}]+`].join('|'), 'gi');

/** Quotes and line breaks of JSON or code that became text once more. */
const ESCAPED_SEPARATORS = /\\["'nrt]/g;

/** Where objects usually have a device token, or a list of them; the first that fits. */
const TOKEN_FIELDS = [
	/^(?:apns?|ios|device|push|[_-])+tokens?$/i,
	/^tokens?$/i,
	// Of a Web Push subscription: no device token, and told as what it is.
	/^endpoint$/,
];
/** Where they have an object with a device token; `json` is that of an n8n item. */
const WRAPPER_FIELD = /^(?:devices?|json)$/i;

/** As deep as objects and lists are looked into. */
const MAX_DEPTH = 5;

/**
 * The device tokens in a list or in text, one entry for each that a person would count: a list of texts or of
 * objects with the token in a usual field, the same as JSON, or text with tokens one after the other.
 *
 * @returns undefined where it is neither, nor an object with such a field
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

/** JSON, or objects one after the other or in lines of their own. */
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
			// Not `forEach`, which passes over the holes of a list: each is a token that is missing.
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

/** The field of an object that has the token, or leads to it. */
function tokenField(object: JsonObject): string | undefined {
	const names = Object.keys(object);
	for (const usual of TOKEN_FIELDS) {
		const name = names.find((one) => usual.test(one));
		if (name !== undefined) return name;
	}
	return names.find((name) => WRAPPER_FIELD.test(name) && typeof object[name] === 'object');
}
