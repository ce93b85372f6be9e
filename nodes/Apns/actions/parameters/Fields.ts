import { isRawNumber, parseExactly, repeatedKeyIn } from '../../notification/exactJson.ts';
import { isJsonObject, type JsonObject } from '../../notification/payload.ts';
import { shorten } from '../../notification/unixTime.ts';
import { SetupError } from '../errors/SetupError.ts';

/** Where the values of fields come from. */
export interface FieldSource {
	/** The raw value of a field; undefined if there is none. */
	valueOf(name: string): unknown;
	/** What is inside a collection; undefined if the field contains none. */
	collectionOf(name: string): FieldSource | undefined;
	/** What was derived from fields that are the same for all items, by name; undefined if they are not. */
	readonly made?: Map<string, unknown>;
}

/** The fields of an object: its own properties. */
export function objectSource(object: JsonObject): FieldSource {
	return {
		valueOf: (name) => (Object.hasOwn(object, name) ? object[name] : undefined),
		collectionOf(name) {
			const value = this.valueOf(name);
			if (value === undefined || value === null || value === '') return objectSource({});
			return isJsonObject(value) ? objectSource(value) : undefined;
		},
	};
}

/** Stricter than JavaScript: "+1" may mean "one more", and people do not write numbers as "0x10". */
const DECIMAL = /^\s*-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** `t` and `f` are PostgreSQL's. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
	...['true', '1', 't'].map((text) => [text, true] as const),
	...['false', '0', 'f'].map((text) => [text, false] as const),
]);

/**
 * Reads values that a person entered or an expression returned, by the names of their fields. The editor's
 * limits do not apply to expressions, so each value is checked. An empty value is undefined.
 */
export class Fields {
	readonly #source: FieldSource;
	readonly #labelOf: (name: string) => string;

	/** @param labelOf the field's name in the editor, for errors */
	constructor(source: FieldSource, labelOf: (name: string) => string) {
		this.#source = source;
		this.#labelOf = labelOf;
	}

	/** The field's name in the editor. */
	labelOf(name: string): string {
		return this.#labelOf(name);
	}

	/** The value as it is. */
	raw(name: string): unknown {
		return this.#source.valueOf(name);
	}

	/** Text; numbers and booleans count as text. @throws {SetupError} */
	text(name: string): string | undefined {
		const value = this.#source.valueOf(name);
		if (value === undefined || value === null || value === '') return undefined;
		if (typeof value === 'object' || typeof value === 'function')
			throw this.#not(name, 'text', value);
		return String(value);
	}

	/** A number within bounds; a decimal number as text counts. @throws {SetupError} */
	number(name: string, min: number, max: number): number | undefined {
		const value = this.#source.valueOf(name);
		if (value === undefined || value === null || value === '') return undefined;
		const isDecimal = typeof value === 'string' && DECIMAL.test(value);
		const number = isDecimal ? Number(value) : (value as number);
		if (typeof number !== 'number' || !Number.isFinite(number)) {
			throw this.#not(name, 'a number', value);
		}
		if (number < min || number > max) {
			throw new SetupError(
				`'${this.#labelOf(name)}' is ${number}`,
				`Enter a number from ${min} to ${max}.`,
			);
		}
		return number;
	}

	/** A whole number within bounds. @throws {SetupError} */
	integer(name: string, min: number, max: number): number | undefined {
		const number = this.number(name, min, max);
		if (number !== undefined && !Number.isInteger(number)) {
			throw this.#not(name, 'a whole number', number);
		}
		return number;
	}

	/**
	 * A boolean. 1 and 0, as databases and Apple write it, and the same values as text are accepted. @throws
	 * {SetupError}
	 */
	boolean(name: string): boolean | undefined {
		const value = this.#source.valueOf(name);
		if (value === undefined || value === null || value === '') return undefined;
		if (value === true || value === false) return value;
		const known = typeof value === 'string' || typeof value === 'number';
		const spelled = known ? BOOLEANS.get(String(value).trim().toLowerCase()) : undefined;
		if (spelled === undefined) throw this.#not(name, 'true or false', value);
		return spelled;
	}

	/** One of a few values. @throws {SetupError} */
	choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		const chosen = choices.find((choice) => choice === text);
		if (chosen === undefined) {
			throw new SetupError(
				`'${this.#labelOf(name)}' has an unknown value`,
				`Choose one of: ${choices.join(', ')}.`,
			);
		}
		return chosen;
	}

	/** A list of texts: a list, a JSON list as text, or a single text. @throws {SetupError} */
	textList(name: string): string[] | undefined {
		const value = this.#source.valueOf(name);
		if (value === undefined || value === null || value === '') return undefined;
		const list = Array.isArray(value) ? value : jsonListOr([value], value);
		if (list.length === 0) return undefined;
		// Not `map`, which skips the holes of a list.
		return Array.from(list, (entry: unknown) => {
			if (isRawNumber(entry)) return entry.rawJSON;
			if (entry === undefined || entry === null || typeof entry === 'object')
				throw this.#not(name, 'a list of text values', value);
			return String(entry);
		});
	}

	/** A JSON object, as an object or as text. @throws {SetupError} */
	jsonObject(name: string): JsonObject | undefined {
		const value = this.#source.valueOf(name);
		if (value === undefined || value === null) return undefined;
		if (typeof value === 'string' && value.trim() === '') return undefined;
		const parsed = typeof value === 'string' ? this.#parseJson(name, value) : value;
		if (!isJsonObject(parsed)) throw this.#not(name, 'a JSON object', parsed);
		return parsed;
	}

	/** The fields of a collection. @throws {SetupError} */
	collection(name: string): Fields {
		const source = this.#source.collectionOf(name);
		if (source === undefined) throw this.#not(name, 'an object with fields', this.raw(name));
		return new Fields(source, this.#labelOf);
	}

	/**
	 * The result of `make`, which is called only once if these fields are the same for all items.
	 *
	 * @param what distinguishes it from other results derived from the same fields
	 */
	once<T>(what: string, make: () => T): T {
		const { made } = this.#source;
		if (made === undefined) return make();
		if (!made.has(what)) made.set(what, make());
		return made.get(what) as T;
	}

	#parseJson(name: string, text: string): unknown {
		const parsed = this.#parsed(name, text);
		const key = repeatedKeyIn(text, parsed);
		if (key === undefined) return parsed;
		throw new SetupError(
			`'${this.#labelOf(name)}' has the key "${shorten(key)}" twice in one object`,
			'Only one of the two would reach the app. Remove or rename the other.',
		);
	}

	#parsed(name: string, text: string): unknown {
		try {
			return parseExactly(text);
		} catch (error) {
			const where = error instanceof SyntaxError ? positionOf(error, text) : '';
			throw new SetupError(
				`'${this.#labelOf(name)}' is not valid JSON${where}`,
				'Check quotes, commas and brackets. If it contains an expression, put text values in double quotes and escape the quotes inside them.',
			);
		}
	}

	#not(name: string, expected: string, value: unknown): SetupError {
		return new SetupError(
			`'${this.#labelOf(name)}' is not ${expected}`,
			`It is ${describe(value)}. Enter ${expected}.`,
		);
	}
}

/** JavaScript's own message quotes the text; the position is enough. */
function positionOf(error: SyntaxError, text: string): string {
	const position = Number(/at position (\d+)/.exec(error.message)?.[1] ?? Number.NaN);
	if (Number.isNaN(position)) return '';
	const before = text.slice(0, position).split('\n');
	return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function jsonListOr(fallback: unknown[], value: unknown): unknown[] {
	if (typeof value !== 'string' || !value.trim().startsWith('[')) return fallback;
	try {
		const parsed = parseExactly(value);
		return Array.isArray(parsed) ? parsed : fallback;
	} catch {
		return fallback;
	}
}

function describe(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	if (typeof value === 'number') return `the number ${value}`;
	return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
