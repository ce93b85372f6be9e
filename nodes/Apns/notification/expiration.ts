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

/** The length of each unit. */
export const SECONDS_PER = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

/** A unit of a time interval. */
export type DurationUnit = keyof typeof SECONDS_PER;

/** All of them. */
export const DURATION_UNITS = Object.keys(SECONDS_PER) as DurationUnit[];

/**
 * `apns-expiration` in Unix seconds for a point in time; 0 means "deliver now or never". A short number is never
 * guessed to be an interval: 300 as a Unix time is in 1970, and APNs would drop the notification (Apple developer
 * forums, thread 708937).
 *
 * @param given a number, digits, or a date; a date without a zone is in `timeZone`
 * @param timeZone IANA name
 * @throws {UnixTimeError}
 */
export function expirationAt(given: string | number, timeZone: string): number {
	const text = String(given).trim();
	const seconds = numberOf(text);
	if (seconds === 0) return 0;
	const isShort = seconds !== undefined && seconds > 0 && seconds < EARLIEST_UNIX_SECONDS;
	if (isShort && parseDateText(text, timeZone) === undefined) {
		throw new UnixTimeError(
			`${shorten(text)} as a Unix time is in ${yearOf(seconds)}. For a time interval, set Expires to After Time Interval.`,
		);
	}
	return parseUnixTime(text, timeZone);
}

/**
 * `apns-expiration` in Unix seconds for a time interval from now.
 *
 * @param amount 0 or more; 0 means "deliver now or never"
 * @param nowMs the present, in milliseconds
 * @throws {UnixTimeError}
 */
export function expirationAfter(amount: number, unit: DurationUnit, nowMs: number): number {
	if (amount === 0) return 0;
	const seconds = amount * SECONDS_PER[unit];
	if (seconds > LATEST_UNIX_SECONDS) {
		throw new UnixTimeError(`${amount} ${unit} from now is too far in the future.`);
	}
	if (seconds >= EARLIEST_UNIX_SECONDS) {
		throw new UnixTimeError(
			`${amount} ${unit} from now is more than 30 years. For a Unix time, set Expires to At Specified Time.`,
		);
	}
	return Math.floor(nowMs / 1000 + seconds);
}

/**
 * A sentence on an expiration that has passed, which APNs accepts; undefined where there is nothing to say.
 *
 * @param expirationSeconds Unix seconds
 * @param nowMs the present, in milliseconds
 */
export function expiredWarning(
	expirationSeconds: number | undefined,
	nowMs: number,
): string | undefined {
	if (!expirationSeconds || expirationSeconds * 1000 >= nowMs) return undefined;
	const date = new Date(expirationSeconds * 1000).toISOString();
	return `Expiration is in the past (${date}): APNs drops the notification unless the device can be reached at once. Give a later time.`;
}
