import { parseDateText } from './dateText.ts';

/** Unix seconds below this are in 2001 or before: a duration, or a mistake. */
export const EARLIEST_UNIX_SECONDS = 1_000_000_000;

/** Unix seconds above this are after the year 5138: milliseconds, or a mistake. */
export const LATEST_UNIX_SECONDS = 100_000_000_000;

const NUMBER = /^(?:-\d{1,11}|\d+)(?:\.\d*)?$/;

/** What was given as a time cannot be one; `message` says why and what to give instead. */
export class UnixTimeError extends Error {
	override readonly name = 'UnixTimeError';
}

/**
 * A point in time in Unix seconds, as all times that are sent to Apple are. Fractions are cut off.
 *
 * @param given Unix seconds as a number or digits, or a date in a form of {@link parseDateText}; without a zone
 * it is in `timeZone`
 * @param timeZone IANA name
 * @param earliestSeconds what lies before was not meant
 * @throws {UnixTimeError}
 */
export function parseUnixTime(
	given: string | number,
	timeZone: string,
	earliestSeconds = EARLIEST_UNIX_SECONDS,
): number {
	const text = String(given).trim();
	// First, since there are dates that look like numbers: 20300131 and, with the time, 20300131180000.
	const ms = parseDateText(text, timeZone);
	if (ms !== undefined) return fromDate(Math.floor(ms / 1000), text, earliestSeconds);
	const seconds = numberOf(text);
	if (seconds !== undefined) return fromUnixSeconds(Math.floor(seconds), text, earliestSeconds);
	throw new UnixTimeError(
		`'${shorten(text)}' is not a date. Give an ISO 8601 date such as 2030-01-31T18:00:00Z, or a Unix time in seconds.`,
	);
}

/** The number that a text of digits is, with or without a fraction; undefined for other texts. */
export function numberOf(text: string): number | undefined {
	return NUMBER.test(text) ? Number(text) : undefined;
}

/** Enough of a text to recognize it by. */
export function shorten(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The year of a Unix time. */
export function yearOf(unixSeconds: number): number {
	return new Date(unixSeconds * 1000).getUTCFullYear();
}

function fromDate(seconds: number, text: string, earliestSeconds: number): number {
	if (seconds >= earliestSeconds) return seconds;
	throw new UnixTimeError(`${shorten(text)} is long past. Give a later date.`);
}

function fromUnixSeconds(seconds: number, text: string, earliestSeconds: number): number {
	if (seconds > LATEST_UNIX_SECONDS) {
		throw new UnixTimeError(
			`${shorten(text)} is too large for a Unix time in seconds. If it is milliseconds, divide it by 1000.`,
		);
	}
	if (seconds >= earliestSeconds) return seconds;
	throw new UnixTimeError(
		`${shorten(text)} as a Unix time is ${yearOf(seconds)}. Give a date such as 2030-01-31T18:00:00Z, or a Unix time in seconds.`,
	);
}
