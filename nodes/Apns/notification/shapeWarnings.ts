import type { Shape, ValueRule } from './apsTable.ts';
import { isJsonObject, type JsonObject } from './payload.ts';
import { shorten } from './unixTime.ts';

/** At most so many are listed by name. */
const MAX_NAMED = 5;

/**
 * Warnings about keys that Apple does not document, and about wrong values.
 *
 * @param name of the object in the payload
 */
export function shapeWarnings(object: JsonObject, shape: Shape, name: string): string[] {
	const warnings: string[] = [];
	const unknown: string[] = [];
	for (const [key, value] of Object.entries(object)) {
		const rule = Object.hasOwn(shape, key) ? shape[key] : undefined;
		const path = name === 'aps' ? key : `${name}.${key}`;
		if (rule === undefined) unknown.push(key);
		else if (!rule.fits(value)) warnings.push(wrongValue(path, value, rule));
		else if (rule.inside !== undefined && isJsonObject(value)) {
			warnings.push(...shapeWarnings(value, rule.inside, path));
		}
	}
	return [...warnings, ...ofUnknown(unknown, shape, name)];
}

/** Text in quotes, shortened. */
export function quoted(text: string): string {
	return `"${shorten(text)}"`;
}

/** Texts in quotes; the first few. */
export function quotedAll(texts: readonly string[]): string {
	const named = texts.slice(0, MAX_NAMED).map(quoted).join(', ');
	return texts.length > MAX_NAMED ? `${named} and ${texts.length - MAX_NAMED} more` : named;
}

function wrongValue(path: string, value: unknown, { what, choices }: ValueRule): string {
	const found = choices !== undefined && typeof value === 'string' ? quoted(value) : kindOf(value);
	return `${quoted(path)} must be ${what}, not ${found}. The device may ignore it.`;
}

function kindOf(value: unknown): string {
	if (typeof value === 'string') return 'text';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function ofUnknown(keys: readonly string[], shape: Shape, name: string): string[] {
	const warnings: string[] = [];
	const strange: string[] = [];
	for (const key of keys) {
		const meant = Object.keys(shape).find((known) => isNearly(known, key));
		if (meant === undefined) strange.push(key);
		else warnings.push(`Apple has no key ${quoted(key)} in "${name}". Write "${meant}".`);
	}
	if (strange.length === 0) return warnings;
	const way = name === 'aps' ? ' Put your own keys next to "aps".' : '';
	const no = strange.length === 1 ? 'no key' : 'no keys';
	warnings.push(
		`Apple has ${no} ${quotedAll(strange)} in "${name}": the device ignores what it does not know.${way}`,
	);
	return warnings.slice(0, MAX_NAMED);
}

/** Whether a key differs from Apple's only in spelling: `mutableContent`, `mutable_content`, `events`. */
function isNearly(known: string, key: string): boolean {
	const bare = (text: string) =>
		text
			.toLowerCase()
			.replace(/[^a-z]/g, '')
			.replace(/s$/, '');
	return bare(known) === bare(key);
}
