import { isRawNumber, parseExactly, type RawNumber } from './exactJson.ts';
import { quoted } from './shapeWarnings.ts';
import { shorten } from './unixTime.ts';

/** Several are of one kind, and one shows which. */
const MAX_WARNINGS = 3;

/** JavaScript holds this many digits of every number. */
const EXACT_DIGITS = 15;

/** Sentences on values that a device, or JavaScript before it, cannot hold, wherever in the payload they are. */
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

/** Where a payload has numbers that JSON.parse does not read as they are. Send sends them as they are. */
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

/** Foundation's JSON reader does not take half of a surrogate pair, so nothing of the payload would arrive. */
function halfCharacter(path: string): string {
	return `${quoted(path.toWellFormed())} has half a character in it, as a text has that was cut in the middle of an emoji. The device may not be able to read the push.`;
}

function tooLarge(path: string, { rawJSON }: RawNumber): string {
	return `${quoted(path)} is ${shorten(rawJSON)}, more than a number can be on the device. It may not be able to read the push.`;
}

/** What is written as JSON text is sent digit by digit. This one came as a number of JavaScript's. */
function rounded(path: string, number: number): string {
	return `${quoted(path)} is ${number}: JavaScript rounds whole numbers beyond 9007199254740991. Give it as text.`;
}
