import { isSafeObjectProperty, type IDataObject } from 'n8n-workflow';

/** n8n has to resolve it: the expression or its value is not plain. */
export const NOT_PLAIN = Symbol('not plain');

/** Resolves an expression for one item's `json`. */
export type PlainExpression = (json: IDataObject) => string | number | boolean | typeof NOT_PLAIN;

type Path = readonly string[];

/** `{{ $json.a["b c"][0] }}` */
const PLACEHOLDER =
	/\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\{}\n\r]*"\]|\['[^'\\{}\n\r]*'\]|\[\d{1,9}\])+)\s*\}\}/g;
const STEP = /\.([A-Za-z_$][\w$]*)|\["([^"]*)"\]|\['([^']*)'\]|\[(\d+)\]/g;

/** What n8n's own parser may not read as text: braces in pairs or next to a placeholder, escapes. */
const NOT_TEXT = /\{\{|\}\}|\{$|^\}|\\/;

/** n8n refuses every expression that contains it. */
const REFUSED = /\.\s*constructor/;

/**
 * n8n takes nearly a millisecond to evaluate any expression, so a node with three of them sends no more than a
 * few hundred notifications a second. Most expressions in workflows are a path into the item, or text with such
 * paths, and need no interpreter.
 *
 * @param text a parameter as it is written, beginning with `=`
 * @returns undefined if n8n has to resolve it: function calls, operators, `$node`, …
 */
export function compilePlainExpression(text: string): PlainExpression | undefined {
	const template = text.slice(1);
	if (REFUSED.test(template)) return undefined;
	const texts: string[] = [];
	const paths: Path[] = [];
	let end = 0;
	for (const match of template.matchAll(PLACEHOLDER)) {
		texts.push(template.slice(end, match.index));
		paths.push(pathOf(match[1] ?? ''));
		end = match.index + match[0].length;
	}
	texts.push(template.slice(end));
	if (paths.length === 0 || texts.some((part) => NOT_TEXT.test(part))) return undefined;
	if (!paths.flat().every(isSafeKey)) return undefined;
	const [only] = paths;
	if (paths.length === 1 && only !== undefined && texts.every((part) => part === '')) {
		return (json) => valueAt(json, only);
	}
	return (json) => fill(texts, paths, json);
}

function pathOf(steps: string): Path {
	return [...steps.matchAll(STEP)].map(
		([, ...keys]) => keys.find((key) => key !== undefined) ?? '',
	);
}

/** n8n refuses keys that lead out of the data, or handles them in its own way. */
function isSafeKey(key: string): boolean {
	return isSafeObjectProperty(key) && !(key in Object.prototype);
}

function fill(texts: readonly string[], paths: readonly Path[], json: IDataObject) {
	let filled = texts[0] ?? '';
	for (let index = 0; index < paths.length; index += 1) {
		const value = valueAt(json, paths[index]!);
		if (value === NOT_PLAIN) return NOT_PLAIN;
		filled += String(value) + texts[index + 1]!;
	}
	return filled;
}

/** n8n handles missing values, null, lists and objects, and numbers that JSON does not support. */
function valueAt(json: IDataObject, path: Path): ReturnType<PlainExpression> {
	let value: unknown = json;
	for (let index = 0; index < path.length; index += 1) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, path[index]!)) {
			return NOT_PLAIN;
		}
		value = (value as Record<string, unknown>)[path[index]!];
	}
	if (typeof value === 'string' || typeof value === 'boolean') return value;
	return typeof value === 'number' && Number.isFinite(value) ? value : NOT_PLAIN;
}
