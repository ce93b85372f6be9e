import type { IDataObject } from 'n8n-workflow';

/** `$json.…` as in an expression; `$item.…` is what n8n writes in workflows with combined binary data. */
const ROOT = /^\$(?:json|item|input\.item\.json)(?=[.[])\.?/;
/** A name, or what is in brackets: `["…"]`, `['…']`, `[0]`. */
const STEP = /\.?([^.[\]]+)|\.?\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\]/sy;
/** A name that needs no brackets. */
const PLAIN_NAME = /^[^\s.[\]{}$](?:[^.[\]]*[^\s.[\]{}])?$/;

/** Limits of the field names that a message shows: depth, number and length. */
const MAX_DEPTH = 5;
const MAX_FIELDS = 20;
const MAX_CHARACTERS = 60;

/**
 * Reads a field of an item, in any notation that people use: `token`, `device.token`, `devices[0].token`,
 * `device["push token"]`, `$json.token`, `{{ $json.token }}`. A field with exactly this name takes precedence.
 *
 * @returns undefined if the item has no such field
 */
export function fieldReader(name: string): (json: IDataObject) => unknown {
	const text = withoutRoot(name.trim());
	const path = stepsOf(text);
	return (json) => {
		if (Object.hasOwn(json, name)) return json[name];
		return Object.hasOwn(json, text) ? json[text] : valueAt(json, path);
	};
}

function withoutRoot(name: string): string {
	const isInBraces = name.startsWith('{{') && name.endsWith('}}');
	return (isInBraces ? name.slice(2, -2).trim() : name).replace(ROOT, '');
}

/** Empty if the text is not a path. */
function stepsOf(text: string): string[] {
	const steps: string[] = [];
	STEP.lastIndex = 0;
	while (STEP.lastIndex < text.length) {
		const match = STEP.exec(text);
		if (match === null) return [];
		const [, name, double, single, index] = match;
		steps.push(name ?? index ?? (double ?? single ?? '').replace(/\\(.)/gs, '$1'));
	}
	return steps;
}

function valueAt(json: IDataObject, path: readonly string[]): unknown {
	if (path.length === 0) return undefined;
	let value: unknown = json;
	for (const key of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
		value = (value as Record<string, unknown>)[key];
	}
	return value;
}

/**
 * The paths of the fields of an item, as `fieldReader` accepts them, for messages. Only the first entry of a
 * list.
 */
export function fieldPathsOf(json: IDataObject): string[] {
	const paths: string[] = [];
	for (const path of leavesOf(json, '', MAX_DEPTH)) {
		if (paths.push(shortened(path)) < MAX_FIELDS) continue;
		paths.push('…');
		break;
	}
	return paths;
}

function* leavesOf(value: object, path: string, depth: number): Generator<string> {
	const isList = Array.isArray(value);
	for (const key of isList ? ['0'] : Object.keys(value)) {
		const inner = (value as Record<string, unknown>)[key];
		const at = isList ? `${path}[0]` : path + stepTo(key, path === '');
		if (depth > 1 && leadsOn(inner)) yield* leavesOf(inner, at, depth - 1);
		else yield at;
	}
}

/** Whether it contains anything. */
function leadsOn(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function stepTo(key: string, isFirst: boolean): string {
	if (PLAIN_NAME.test(key)) return isFirst ? key : `.${key}`;
	return `["${key.replace(/["\\]/g, '\\$&')}"]`;
}

/** A name as a message shows it. */
export function shortened(name: string): string {
	return name.length > MAX_CHARACTERS ? `${name.slice(0, MAX_CHARACTERS)}…` : name;
}
