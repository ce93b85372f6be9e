import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	expirationAfter,
	expirationAt,
	expiredWarning,
} from '../../nodes/Apns/notification/expiration.ts';
import { UnixTimeError } from '../../nodes/Apns/notification/unixTime.ts';

const NOW_MS = Date.parse('2030-01-01T12:00:00.999Z');
const NOW_SECONDS = Math.floor(NOW_MS / 1000);

const parse = (given: string | number, zone = 'UTC') => expirationAt(given, zone);

function messageOf(make: () => unknown): string {
	try {
		make();
	} catch (error) {
		expect(error).toBeInstanceOf(UnixTimeError);
		return (error as UnixTimeError).message;
	}
	throw new Error('It was accepted');
}

const errorOf = (given: string | number, zone = 'UTC') => messageOf(() => parse(given, zone));

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

describe('an expiration at a point in time', () => {
	it.each([1_893_456_000, '1893456000', ' 1893456000 ', 1_000_000_000, 100_000_000_000])(
		'takes %j as Unix seconds',
		(given) => {
			expect(parse(given)).toBe(Number(given));
		},
	);

	it.each([1_893_456_000.475, '1893456000.475'])(
		'takes %j, with the fractions of $now.toSeconds(), as the second',
		(given) => expect(parse(given)).toBe(1_893_456_000),
	);

	it.each([
		['2030-01-31T18:00:00Z', '2030-01-31T18:00:00Z'],
		['2030-01-31T18:00:00.999Z', '2030-01-31T18:00:00Z'],
		['2030-01-31T18:00:00.123456789Z', '2030-01-31T18:00:00Z'],
		['2030-01-31t18:00z', '2030-01-31T18:00:00Z'],
		['2030-01-31 18:00:00 Z', '2030-01-31T18:00:00Z'],
		['2030-01-31T18:00:00+02:00', '2030-01-31T16:00:00Z'],
		['2030-01-31T18:00:00+0530', '2030-01-31T12:30:00Z'],
		['2030-01-31T18:00:00-09:30', '2030-02-01T03:30:00Z'],
		['2032-02-29T23:59:59Z', '2032-02-29T23:59:59Z'],
	])('takes %s as %s in every zone', (given, utc) => {
		for (const zone of ['UTC', 'America/New_York', 'Pacific/Kiritimati']) {
			expect(isoOf(parse(given, zone))).toBe(utc);
		}
	});

	it.each([
		['UTC', '2030-01-31T18:00', '2030-01-31T18:00:00Z'],
		['UTC', '2030-01-31', '2030-01-31T00:00:00Z'],
		['Europe/Berlin', '2030-01-31', '2030-01-30T23:00:00Z'],
		['Europe/Berlin', '2030-01-31T18:00', '2030-01-31T17:00:00Z'],
		['Europe/Berlin', '2030-07-31T18:00:30', '2030-07-31T16:00:30Z'],
		['America/New_York', '2030-01-31T18:00', '2030-01-31T23:00:00Z'],
		['America/New_York', '2030-07-31T18:00', '2030-07-31T22:00:00Z'],
		['Asia/Kolkata', '2030-01-31T18:00', '2030-01-31T12:30:00Z'],
		['Asia/Kathmandu', '2030-01-31T18:00', '2030-01-31T12:15:00Z'],
		['Pacific/Auckland', '2030-01-31T18:00', '2030-01-31T05:00:00Z'],
		['Pacific/Kiritimati', '2030-01-31T18:00', '2030-01-31T04:00:00Z'],
		['Pacific/Marquesas', '2030-01-31T18:00', '2030-02-01T03:30:00Z'],
		// The hours about a change of the clock.
		['America/New_York', '2030-03-10T01:59', '2030-03-10T06:59:00Z'],
		['America/New_York', '2030-03-10T03:00', '2030-03-10T07:00:00Z'],
		['America/New_York', '2030-03-10T06:00', '2030-03-10T10:00:00Z'],
		['America/New_York', '2030-11-03T00:59', '2030-11-03T04:59:00Z'],
		['America/New_York', '2030-11-03T02:00', '2030-11-03T07:00:00Z'],
		['Europe/Berlin', '2030-03-31T01:59', '2030-03-31T00:59:00Z'],
		['Europe/Berlin', '2030-03-31T03:00', '2030-03-31T01:00:00Z'],
		['Europe/Berlin', '2030-10-27T01:59', '2030-10-26T23:59:00Z'],
		['Europe/Berlin', '2030-10-27T03:00', '2030-10-27T02:00:00Z'],
		['Australia/Lord_Howe', '2030-10-06T01:59', '2030-10-05T15:29:00Z'],
		['Australia/Lord_Howe', '2030-10-06T02:30', '2030-10-05T15:30:00Z'],
	])('in %s takes %s, without a zone of its own, as %s', (zone, given, utc) => {
		expect(isoOf(parse(given, zone))).toBe(utc);
	});

	it('without a zone is a time at which the clocks of the workflow show just that', () => {
		const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tehran', 'America/St_Johns', 'UTC'];
		const clocks = zones.map((zone) => ({
			zone,
			// Swedish dates are ISO dates.
			show: new Intl.DateTimeFormat('sv-SE', {
				timeZone: zone,
				dateStyle: 'short',
				timeStyle: 'medium',
			}),
		}));
		const minutes = fc.integer({
			min: Date.parse('2002-01-01T00:00Z') / 60_000,
			max: Date.parse('2037-12-31T00:00Z') / 60_000,
		});
		fc.assert(
			fc.property(minutes, fc.constantFrom(...clocks), (minute, { zone, show }) => {
				const shown = show.format(minute * 60_000);
				expect(show.format(parse(shown, zone) * 1000)).toBe(shown);
			}),
			{ numRuns: 400 },
		);
	});

	it.each([300, '300', 1, 999_999_999, '3600.0', 0.5, 2_419_200, 31_536_000])(
		'refuses %j, which looks like a time interval',
		(given) => {
			const message = errorOf(given);
			expect(message).toMatch(/19[7-9]\d|200[01]/);
			expect(message).toContain('After Time Interval');
		},
	);

	it.each([1_893_456_000_000, '1893456000000', 100_000_000_001])(
		'refuses %j, which would be milliseconds',
		(given) => {
			expect(errorOf(given)).toContain('milliseconds');
			expect(errorOf(given)).toContain('1000');
		},
	);

	it.each(['1969-12-31', '1970-01-01T00:00:00Z', '2001-01-01T00:00:00Z', '0001-01-01'])(
		'refuses %s, long past',
		(given) => {
			expect(errorOf(given, 'Europe/Berlin')).toContain(given.slice(0, 10));
		},
	);

	it.each([
		'soon',
		'tomorrow',
		'-5',
		'1e9',
		'0x10',
		'NaN',
		'Infinity',
		'true',
		'31.01.2030',
		'01/31/2030',
		'2030-13-01',
		'2030-00-10',
		'2030-02-30',
		'2030-02-29T10:00:00Z',
		'2030-04-31T10:00:00+01:00',
		'2030-01-31T25:00',
		'2030-01-31T18:60Z',
		'2030-01-31T18:00:00+25:00',
		'2030-01-31T',
		'2030-01-31T18:00:00Z\r\nx: y',
		'٢٠٣٠-٠١-٣١',
	])('refuses %j, with an example of a date', (given) => {
		expect(errorOf(given)).toContain('2030-01-31T18:00:00Z');
	});
});

describe('an expiration after a time interval', () => {
	it.each([
		[1, 'seconds', 1],
		[20300131, 'seconds', 20300131],
		[90, 'minutes', 5_400],
		[2, 'hours', 7_200],
		[30, 'days', 2_592_000],
	] as const)('of %d %s is that much later', (amount, unit, seconds) => {
		expect(expirationAfter(amount, unit, NOW_MS)).toBe(NOW_SECONDS + seconds);
	});

	it('takes fractions', () => {
		expect(expirationAfter(1.5, 'hours', NOW_MS)).toBe(NOW_SECONDS + 5_400);
		expect(expirationAfter(90.6, 'seconds', NOW_MS)).toBe(Math.floor(NOW_MS / 1000 + 90.6));
	});

	it('refuses a Unix time, and says so', () => {
		const message = messageOf(() => expirationAfter(1_893_456_000, 'seconds', NOW_MS));
		expect(message).toContain('For a Unix time, set Expires to At Specified Time');
	});

	it('refuses milliseconds since 1970', () => {
		const message = messageOf(() => expirationAfter(1_893_456_000_000, 'seconds', NOW_MS));
		expect(message).toContain('too far in the future');
	});
});

describe('an expiration that has passed', () => {
	it('is told, with the date', () => {
		expect(expiredWarning(NOW_SECONDS - 60, NOW_MS)).toContain('2030-01-01T11:59:00.000Z');
	});

	it.each([undefined, 0, NOW_SECONDS + 60])('%s has not', (expirationSeconds) => {
		expect(expiredWarning(expirationSeconds, NOW_MS)).toBeUndefined();
	});
});

describe('any expiration', () => {
	it('of 0 means now or never', () => {
		for (const given of [0, -0, '0', ' 0 ', '00', '0.0']) expect(parse(given)).toBe(0);
		expect(expirationAfter(0, 'hours', NOW_MS)).toBe(0);
	});

	it('is whole seconds since 1970 or refused in few words, whatever was given', () => {
		const digits = fc.stringMatching(/^\d{1,25}$/);
		const date = fc.stringMatching(/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?(Z|\+\d\d:\d\d)?$/);
		const given = fc.oneof(fc.string(), fc.double(), fc.integer(), digits, date);
		fc.assert(
			fc.property(given, (value) => {
				try {
					const seconds = parse(value, 'Europe/Berlin');
					expect(Number.isSafeInteger(seconds) && seconds >= 0).toBe(true);
				} catch (error) {
					if (!(error instanceof UnixTimeError)) throw error;
					expect(error.message.length).toBeLessThan(250);
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	it('of 10 MB is refused in few words, too', () => {
		for (const given of ['9'.repeat(1e7), ' '.repeat(1e7), `2030-01-31${' '.repeat(1e7)}x`]) {
			expect(errorOf(given).length).toBeLessThan(250);
		}
	});
});
