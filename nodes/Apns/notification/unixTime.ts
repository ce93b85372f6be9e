/** Unix seconds below this are in 2001 or before: a duration, or a mistake. */
export const EARLIEST_UNIX_SECONDS = 1_000_000_000;

/** Unix seconds above this are after the year 5138: milliseconds, or a mistake. */
export const LATEST_UNIX_SECONDS = 100_000_000_000;

const INTEGER = /^\d+$/;
const ISO_DATE =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** What was given as a time cannot be one; `message` says why and what to give instead. */
export class UnixTimeError extends Error {
	override readonly name = 'UnixTimeError';
}

/**
 * A point in time in Unix seconds, as all times that are sent to Apple are.
 *
 * @param given Unix seconds as a number or digits, or an ISO 8601 date; without a zone it is in `timeZone`
 * @param timeZone IANA name
 * @throws {UnixTimeError}
 */
export function parseUnixTime(given: string | number, timeZone: string): number {
	const text = String(given).trim();
	return digitsOf(text) === undefined ? fromIsoDate(text, timeZone) : fromUnixSeconds(Number(text));
}

/** The number that a text of digits is; undefined for other texts. */
export function digitsOf(text: string): number | undefined {
	return INTEGER.test(text) ? Number(text) : undefined;
}

/** Enough of a text to recognize it by. */
export function shorten(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function fromUnixSeconds(seconds: number): number {
	if (seconds < EARLIEST_UNIX_SECONDS) {
		throw new UnixTimeError(
			`${seconds} as a Unix time is ${new Date(seconds * 1000).getUTCFullYear()}. Give a date such as 2030-01-31T18:00:00Z, or a Unix time in seconds.`,
		);
	}
	if (seconds > LATEST_UNIX_SECONDS) {
		throw new UnixTimeError(
			`${seconds} is too large for a Unix time in seconds. If it is milliseconds, divide it by 1000.`,
		);
	}
	return seconds;
}

function fromIsoDate(text: string, timeZone: string): number {
	const [, day, time = '00:00', zone] = ISO_DATE.exec(text) ?? [];
	const asUtcMs = isDay(day) ? Date.parse(`${day}T${time}${zone ?? 'Z'}`) : Number.NaN;
	if (Number.isNaN(asUtcMs)) {
		throw new UnixTimeError(
			`'${shorten(text)}' is not a date. Give an ISO 8601 date such as 2030-01-31T18:00:00Z, or a Unix time in seconds.`,
		);
	}
	const ms = zone === undefined ? fromWallClock(asUtcMs, timeZone) : asUtcMs;
	const seconds = Math.floor(ms / 1000);
	if (seconds < EARLIEST_UNIX_SECONDS) {
		throw new UnixTimeError(`${day} is long past. Give a later date.`);
	}
	return seconds;
}

/** Whether the calendar has such a day: Date takes the 30th of February for the 2nd of March. */
function isDay(day: string | undefined): day is string {
	const ms = Date.parse(`${day}T00:00Z`);
	return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(`${day}T`);
}

/** The time at which a zone's wall clock shows this; the second look is for the hours about a DST change. */
function fromWallClock(wallClockMs: number, timeZone: string): number {
	const nearbyMs = wallClockMs - offsetMs(wallClockMs, timeZone);
	return wallClockMs - offsetMs(nearbyMs, timeZone);
}

/** How far a zone's wall clock is ahead of UTC at a time. */
function offsetMs(atMs: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(atMs);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return shown - Math.floor(atMs / 1000) * 1000;
}
