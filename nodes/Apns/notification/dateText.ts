import { isTimeZone, offsetMs } from './timeZone.ts';

/** No date format is longer: `Thu Jan 31 2030 … (Central European Standard Time)` has about 70 characters. */
const MAX_CHARACTERS = 120;

/** ISO 8601 and SQL: a day of a month, of a week or of the year. */
const DAY = String.raw`(?<year>\d{4})(?:(?<hyphen>-?)(?<month>\d\d)\k<hyphen>(?<day>\d\d)|-?W(?<week>\d\d)-?(?<weekday>\d)|-(?<yearDay>\d{3}))`;

const TIME = String.raw`(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?`;

/**
 * An offset (PostgreSQL writes only the hours if it can), `UTC`, or the name of a zone. After an offset the
 * name adds nothing: `+00:00[UTC]` (Luxon, Java), `+0000 UTC` (Go), `GMT+0100 (…)` (JavaScript).
 */
const ZONE = String.raw`(?:(?:UTC|GMT)?(?<sign>[+-])(?<offsetHour>\d\d?)(?::?(?<offsetMinute>\d\d)(?::?(?<offsetSecond>\d\d))?)?(?: ?\[[^\]]+\]| \([^)]+\)| [A-Z]{3,5})?|(?<utc>Z|UTC|GMT)(?:\[[^\]]+\])?|(?<zone>[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+))`;

const FORMS = [
	// Digits alone are a date only in these centuries: 2419200, for example, is 28 days in seconds.
	new RegExp(`^(?!\\d+$)${DAY}(?:[T ]${TIME})?(?: ?${ZONE})?$`, 'i'),
	/^(?<year>(?:19|20|21)\d\d)(?<month>\d\d)(?<day>\d\d)$/,
	// MySQL's NOW() + 0.
	/^(?<year>(?:19|20|21)\d\d)(?<month>\d\d)(?<day>\d\d)(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)(?:\.(?<fraction>\d*))?$/,
	// RFC 2822 and HTTP.
	new RegExp(
		`^(?:[a-z]{3}, )?(?<day>\\d\\d?) (?<monthName>[a-z]{3}) (?<year>\\d{4}) ${TIME} ${ZONE}$`,
		'i',
	),
	// A JavaScript Date as text.
	new RegExp(
		`^[a-z]{3} (?<monthName>[a-z]{3}) (?<day>\\d\\d) (?<year>\\d{4}) ${TIME} ${ZONE}$`,
		'i',
	),
];

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAY_MS = 86_400_000;

type Parts = Readonly<Record<string, string | undefined>>;

/**
 * Parses a date as databases, Luxon and JavaScript write it to milliseconds since 1970. Undefined for other
 * texts, for days and times that do not exist, and for `01/02/2030`, where the month is ambiguous.
 *
 * @param timeZone IANA name: the zone of a date that names none
 */
export function parseDateText(text: string, timeZone: string): number | undefined {
	if (text.length > MAX_CHARACTERS) return undefined;
	for (const form of FORMS) {
		const parts = form.exec(text)?.groups;
		if (parts !== undefined) return momentOf(parts, timeZone);
	}
	return undefined;
}

function momentOf(parts: Parts, timeZone: string): number | undefined {
	const dayMs = dayOf(parts);
	const timeMs = timeOf(parts);
	if (dayMs === undefined || timeMs === undefined) return undefined;
	const shownMs = dayMs + timeMs;
	if (parts.utc !== undefined) return shownMs;
	if (parts.sign !== undefined) {
		const aheadMs = offsetOf(parts);
		return aheadMs === undefined ? undefined : shownMs - aheadMs;
	}
	if (parts.zone === undefined) return fromWallClock(shownMs, timeZone);
	return isTimeZone(parts.zone) ? fromWallClock(shownMs, parts.zone) : undefined;
}

/** When a day begins in UTC; undefined if the day does not exist. */
function dayOf(parts: Parts): number | undefined {
	const year = Number(parts.year);
	if (parts.week !== undefined) return dayOfWeek(year, Number(parts.week), Number(parts.weekday));
	const ofYear = parts.yearDay;
	const month =
		parts.monthName === undefined
			? Number(parts.month ?? 1)
			: MONTHS.indexOf(parts.monthName.toLowerCase()) + 1;
	const day = Number(ofYear ?? parts.day);
	// Date.UTC would take the years before 100 for those after 1900.
	const ms = new Date(0).setUTCFullYear(year, month - 1, day);
	const found = new Date(ms);
	const exists =
		month >= 1 &&
		day >= 1 &&
		found.getUTCFullYear() === year &&
		(ofYear !== undefined || found.getUTCMonth() === month - 1);
	return exists ? ms : undefined;
}

/** ISO 8601: weeks begin on Monday; the first week contains January 4. */
function dayOfWeek(year: number, week: number, weekday: number): number | undefined {
	if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return undefined;
	const fourth = new Date(0).setUTCFullYear(year, 0, 4);
	const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
	const ms = monday + ((week - 1) * 7 + weekday - 1) * DAY_MS;
	const thursday = ms + (4 - weekday) * DAY_MS;
	return new Date(thursday).getUTCFullYear() === year ? ms : undefined;
}

/** Milliseconds since midnight; allows 24:00 and a leap second. */
function timeOf({
	hour = '0',
	minute = '0',
	second = '0',
	fraction = '',
}: Parts): number | undefined {
	const ms = Number(`0.${fraction || '0'}`) * 1000;
	const [h, m, s] = [Number(hour), Number(minute), Number(second)];
	const total = ((h * 60 + m) * 60 + s) * 1000 + ms;
	return m < 60 && s <= 60 && (h < 24 || total === DAY_MS) ? total : undefined;
}

function offsetOf(parts: Parts): number | undefined {
	const { sign, offsetHour, offsetMinute = '0', offsetSecond = '0' } = parts;
	const [h, m, s] = [Number(offsetHour), Number(offsetMinute), Number(offsetSecond)];
	if (h > 23 || m > 59 || s > 59) return undefined;
	return ((h * 60 + m) * 60 + s) * (sign === '-' ? -1000 : 1000);
}

/** The time at which a zone's clocks show this. The second step is for hours near a clock change. */
function fromWallClock(shownMs: number, timeZone: string): number {
	const nearbyMs = shownMs - offsetMs(shownMs, timeZone);
	return shownMs - offsetMs(nearbyMs, timeZone);
}
