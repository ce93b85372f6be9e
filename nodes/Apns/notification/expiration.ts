/**
 * How an expiration is meant: as a point in time (Unix seconds or an ISO 8601 date), or as a duration in
 * seconds from now. The two are told apart by the person, never guessed: 300 as a Unix time is a date in
 * 1970, and APNs would drop the notification (Apple developer forums, thread 708937).
 */
export type ExpirationType = 'date' | 'duration';

/** Unix seconds below this are in 2001 or before: a duration, or a mistake. */
const EARLIEST_UNIX_SECONDS = 1_000_000_000;

/** Unix seconds above this are after the year 5138: milliseconds, or a mistake. */
const LATEST_UNIX_SECONDS = 100_000_000_000;

const INTEGER = /^\d+$/;
const ISO_DATE =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** What was given as an expiration cannot be one; `message` says why and what to give instead. */
export class ExpirationError extends Error {
	override readonly name = 'ExpirationError';
}

/**
 * `apns-expiration` in Unix seconds; 0 means "deliver now or never", whatever the type.
 *
 * @param given a number, digits, or an ISO 8601 date; a date without a zone is in `timeZone`
 * @param nowMs the present, in milliseconds
 * @param timeZone IANA name
 * @throws {ExpirationError}
 */
export function parseExpiration(
	given: string | number,
	type: ExpirationType,
	nowMs: number,
	timeZone: string,
): number {
	const text = String(given).trim();
	if (INTEGER.test(text)) {
		const seconds = Number(text);
		if (seconds === 0) return 0;
		return type === 'duration' ? fromDuration(seconds, nowMs) : fromUnixSeconds(seconds);
	}
	if (type === 'duration') {
		throw new ExpirationError(
			`'${shorten(text)}' is not a whole number of seconds. Give seconds from now, such as 3600, or set Expiration Type to a date.`,
		);
	}
	return fromIsoDate(text, timeZone);
}

function fromDuration(seconds: number, nowMs: number): number {
	if (seconds > LATEST_UNIX_SECONDS) {
		throw new ExpirationError(`${seconds} seconds from now is too far away.`);
	}
	if (seconds >= EARLIEST_UNIX_SECONDS) {
		throw new ExpirationError(
			`${seconds} seconds from now is more than 30 years. It looks like a Unix time: set Expiration Type to a date.`,
		);
	}
	return Math.floor(nowMs / 1000) + seconds;
}

function fromUnixSeconds(seconds: number): number {
	if (seconds < EARLIEST_UNIX_SECONDS) {
		throw new ExpirationError(
			`${seconds} as a Unix time is ${new Date(seconds * 1000).getUTCFullYear()}. For seconds from now, set Expiration Type to Seconds From Now.`,
		);
	}
	if (seconds > LATEST_UNIX_SECONDS) {
		throw new ExpirationError(
			`${seconds} is too large for a Unix time in seconds. If it is milliseconds, divide it by 1000.`,
		);
	}
	return seconds;
}

function fromIsoDate(text: string, timeZone: string): number {
	const [, day, time = '00:00', zone] = ISO_DATE.exec(text) ?? [];
	const asUtcMs = isDay(day) ? Date.parse(`${day}T${time}${zone ?? 'Z'}`) : Number.NaN;
	if (Number.isNaN(asUtcMs)) {
		throw new ExpirationError(
			`'${shorten(text)}' is not a date. Give an ISO 8601 date such as 2030-01-31T18:00:00Z, or a Unix time in seconds.`,
		);
	}
	const ms = zone === undefined ? fromWallClock(asUtcMs, timeZone) : asUtcMs;
	const seconds = Math.floor(ms / 1000);
	if (seconds < EARLIEST_UNIX_SECONDS) {
		throw new ExpirationError(`${day} is long past. Give a date to come, or 0 for now or never.`);
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

function shorten(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
