import { parseDateText } from './dateText.ts';
import {
	EARLIEST_UNIX_SECONDS,
	LATEST_UNIX_SECONDS,
	numberOf,
	parseUnixTime,
	shorten,
	UnixTimeError,
	yearOf,
} from './unixTime.ts';

/**
 * How an expiration is meant: as a point in time (Unix seconds or a date), or as a duration in seconds from
 * now. The two are told apart by the person, never guessed: 300 as a Unix time is a date in 1970, and APNs
 * would drop the notification (Apple developer forums, thread 708937).
 */
export type ExpirationType = 'date' | 'duration';

/**
 * `apns-expiration` in Unix seconds; 0 means "deliver now or never", whatever the type.
 *
 * @param given a number, digits, or a date; a date without a zone is in `timeZone`
 * @param nowMs the present, in milliseconds
 * @param timeZone IANA name
 * @throws {UnixTimeError}
 */
export function parseExpiration(
	given: string | number,
	type: ExpirationType,
	nowMs: number,
	timeZone: string,
): number {
	const text = String(given).trim();
	const seconds = numberOf(text);
	if (seconds === 0) return 0;
	if (type === 'duration') return fromDuration(seconds, text, nowMs);
	const isShort = seconds !== undefined && seconds > 0 && seconds < EARLIEST_UNIX_SECONDS;
	if (isShort && parseDateText(text, timeZone) === undefined) {
		throw new UnixTimeError(
			`${shorten(text)} as a Unix time is ${yearOf(seconds)}. For seconds from now, set Expiration Type to Seconds From Now.`,
		);
	}
	return parseUnixTime(text, timeZone);
}

function fromDuration(seconds: number | undefined, text: string, nowMs: number): number {
	if (seconds === undefined || seconds < 0) {
		throw new UnixTimeError(
			`'${shorten(text)}' is not a number of seconds. Give seconds from now, such as 3600, or set Expiration Type to Date or Unix Time.`,
		);
	}
	if (seconds > LATEST_UNIX_SECONDS) {
		throw new UnixTimeError(`${shorten(text)} seconds from now is too far away.`);
	}
	if (seconds >= EARLIEST_UNIX_SECONDS) {
		throw new UnixTimeError(
			`${shorten(text)} seconds from now is more than 30 years. It looks like a Unix time: set Expiration Type to Date or Unix Time.`,
		);
	}
	return Math.floor(nowMs / 1000 + seconds);
}
