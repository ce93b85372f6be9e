import { isRawNumber, parseExactly, type RawNumber } from './exactJson.ts';
import { quoted } from './shapeWarnings.ts';
import { shorten } from './unixTime.ts';

/** Several are usually of one kind, so the first few are enough. */
const MAX_WARNINGS = 3;

/** JavaScript keeps at least this many digits of every number. */
const EXACT_DIGITS = 15;

/** Warnings about values, anywhere in the payload, that the device or JavaScript cannot represent. */
export function valueWarnings(payload: string): string[] {
	const warnings = new Set<string>();
	for (const [path, value] of valuesIn(parseExactly(payload), '')) {
		if (!path.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
			warnings.add(halfCharacter(path));
		} else if (isRawNumber(value) && !Number.isFinite(Number(value.rawJSON))) {
			warnings.add(tooLarge(path, value));
		} else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
			warnings.add(rounded(path, value as number));
		}
	}
	return [...warnings].slice(0, MAX_WARNINGS);
}

/** Paths of numbers that JSON.parse does not read exactly. Send sends them unchanged. */
export function inexactNumbersIn(payload: string): string[] {
	return [...valuesIn(parseExactly(payload), '')]
		.filter(([, value]) => isRawNumber(value) && isInexact(value))
		.map(([path]) => path);
}

function* valuesIn(value: unknown, path: string): Generator<readonly [string, unknown]> {
	if (typeof value !== 'object' || value === null || isRawNumber(value)) {
		yield [path, value];
		return;
	}
	for (const [key, one] of Object.entries(value)) {
		const place = Array.isArray(value) ? `[${key}]` : `${path && '.'}${key}`;
		yield* valuesIn(one, path + place);
	}
}

function isInexact({ rawJSON }: RawNumber): boolean {
	const digits = rawJSON.replace(/e.*/i, '').replace(/\D/g, '').replace(/^0+/, '');
	const number = Number(rawJSON);
	const isBeyond = !Number.isFinite(number) || (number === 0 && digits !== '');
	return isBeyond || digits.length > EXACT_DIGITS;
}

/** Foundation's JSON parser refuses half a surrogate pair, so the app would get none of the payload. */
function halfCharacter(path: string): string {
	return `${quoted(path.toWellFormed())} contains half a character: it was probably cut in the middle of an emoji. The device may not be able to read the push.`;
}

function tooLarge(path: string, { rawJSON }: RawNumber): string {
	return `${quoted(path)} is ${shorten(rawJSON)}, which is too large for a number. The device may not be able to read the push.`;
}

/** Numbers in JSON text are sent digit by digit, but this one is a JavaScript number. */
function rounded(path: string, number: number): string {
	return `${quoted(path)} is ${number}: JavaScript rounds whole numbers above 9007199254740991. Use text instead.`;
}
