import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDateText } from '../../nodes/Apns/notification/dateText.ts';
import { parseUnixTime, UnixTimeError } from '../../nodes/Apns/notification/unixTime.ts';

/** The part of n8n's own Luxon that these tests use; it has no types. */
interface DateTime {
	setZone(zone: string): DateTime;
	toISO(options?: object): string;
	toISODate(options?: object): string;
	toISOWeekDate(): string;
	toSQL(options?: object): string;
	toRFC2822(): string;
	toHTTP(): string;
	toSeconds(): number;
	toMillis(): number;
	toUnixInteger(): number;
	startOf(unit: 'day' | 'minute' | 'second'): DateTime;
}
const { DateTime } = createRequire(import.meta.url)('luxon') as {
	DateTime: { fromMillis(ms: number): DateTime };
};

const ZONES = [
	...['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Asia/Kolkata'],
	...['Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'Pacific/Marquesas'],
];
const zone = fc.constantFrom(...ZONES);
const moment = fc
	.integer({ min: Date.parse('2002-01-01T00:00Z'), max: Date.parse('2099-12-31T00:00Z') })
	.map((ms) => DateTime.fromMillis(ms));

/** PostgreSQL's form of an offset: only the hours if possible. */
function postgresOffset(iso: string): string {
	const [, hours = '+00', minutes = '00'] = /([+-]\d\d):(\d\d)$/.exec(iso) ?? [];
	return minutes === '00' ? hours : `${hours}:${minutes}`;
}

const withoutMs = { suppressMilliseconds: true };
const withoutZone = { includeOffset: false };

/** Formats with a zone and milliseconds. */
const EXACT: ReadonlyArray<readonly [string, (at: DateTime) => string | number]> = [
	['Luxon toISO', (at) => at.toISO()],
	['Luxon toISO, basic', (at) => at.toISO({ format: 'basic' })],
	['Luxon toISO with the zone', (at) => at.toISO({ extendedZone: true })],
	['Luxon toSQL', (at) => at.toSQL()],
	['Luxon toSQL without a space', (at) => at.toSQL({ includeOffsetSpace: false })],
	['Luxon toSeconds', (at) => at.toSeconds()],
	['JavaScript toISOString', (at) => new Date(at.toMillis()).toISOString()],
	[
		'PostgreSQL timestamptz',
		(at) => at.toISO(withoutZone).replace('T', ' ') + postgresOffset(at.toISO()),
	],
	['PostgreSQL timestamptz as JSON', (at) => at.toISO(withoutZone) + postgresOffset(at.toISO())],
	['PostgreSQL extract(epoch)', (at) => `${at.toSeconds().toFixed(6)}`],
	['SQL Server datetimeoffset', (at) => at.toSQL().replace(/(\.\d{3}) /, '$10000 ')],
	['BigQuery', (at) => `${at.setZone('UTC').toSQL(withoutZone)} UTC`],
	[
		'Python',
		(at) =>
			at
				.toISO()
				.replace('T', ' ')
				.replace(/(\.\d{3})/, '$1000'),
	],
	['Go', (at) => at.setZone('UTC').toSQL({ includeOffsetSpace: true }).replace('Z', '+0000 UTC')],
	['MySQL UNIX_TIMESTAMP(6)', (at) => `${at.toSeconds().toFixed(6)}`],
];

/** Formats with a zone and seconds. */
const TO_THE_SECOND: ReadonlyArray<readonly [string, (at: DateTime) => string | number]> = [
	['Luxon toISO without milliseconds', (at) => at.startOf('second').toISO(withoutMs)],
	['Luxon toRFC2822', (at) => at.toRFC2822()],
	['Luxon toHTTP', (at) => at.toHTTP()],
	['Luxon toUnixInteger', (at) => at.toUnixInteger()],
	['Unix seconds as text', (at) => `${at.toUnixInteger()}`],
	['JavaScript toString', (at) => String(new Date(at.toMillis()))],
	['JavaScript toUTCString', (at) => new Date(at.toMillis()).toUTCString()],
	[
		'Ruby',
		(at) =>
			at
				.toISO(withoutMs)
				.replace('T', ' ')
				.replace(
					/(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
					(_, __, offset) => ` ${offset === 'Z' ? 'UTC' : String(offset).replace(':', '')}`,
				),
	],
];

describe('a date is read as it was meant', () => {
	it.each(EXACT)('%s', (_, write) => {
		fc.assert(
			fc.property(moment, zone, zone, (at, itsZone, workflowZone) => {
				const written = write(at.setZone(itsZone));
				expect(parseUnixTime(written, workflowZone)).toBe(Math.floor(at.toMillis() / 1000));
				if (typeof written === 'string' && /[:T]/.test(written)) {
					expect(parseDateText(written, workflowZone)).toBeCloseTo(at.toMillis(), 2);
				}
			}),
		);
	});

	it.each(TO_THE_SECOND)('%s', (_, write) => {
		fc.assert(
			fc.property(moment, zone, zone, (at, itsZone, workflowZone) => {
				const written = write(at.setZone(itsZone));
				expect(parseUnixTime(written, workflowZone)).toBe(Math.floor(at.toMillis() / 1000));
			}),
		);
	});

	/** Formats without a zone; MySQL and SQLite have no others. */
	it.each<[string, (at: DateTime) => string]>([
		['Luxon toISO without offset', (at) => at.toISO(withoutZone)],
		['Luxon toSQL without offset', (at) => at.toSQL(withoutZone)],
		['Luxon toSQL with the zone', (at) => at.toSQL({ includeZone: true })],
		['PostgreSQL timestamp', (at) => at.toSQL(withoutZone).replace(/\.?0+$/, '')],
		['MySQL DATETIME(6)', (at) => `${at.toSQL(withoutZone)}000`],
		['MySQL DATETIME', (at) => at.toSQL(withoutZone).slice(0, 19)],
		['MySQL NOW() + 0', (at) => at.toSQL(withoutZone).slice(0, 19).replace(/\D/g, '')],
		['MySQL NOW(3) + 0', (at) => at.toSQL(withoutZone).replace(/[- :]/g, '')],
		['SQLite datetime()', (at) => at.toSQL(withoutZone).slice(0, 19)],
		['SQLite strftime with fractions', (at) => at.toSQL(withoutZone)],
		['SQLite to the minute', (at) => at.startOf('minute').toSQL(withoutZone).slice(0, 16)],
		['SQL Server datetime2', (at) => `${at.toSQL(withoutZone)}0000`],
		['an hour with a comma before its fraction', (at) => at.toISO(withoutZone).replace('.', ',')],
	])('%s, in the zone of the workflow', (_, write) => {
		fc.assert(
			fc.property(moment, zone, (at, workflowZone) => {
				const text = write(at.setZone(workflowZone));
				const read = DateTime.fromMillis(parseUnixTime(text, workflowZone) * 1000);
				// An hour that occurs twice may be either.
				const toTheMinute = (one: string) => one.replace(/\D/g, '').slice(0, 12);
				expect(toTheMinute(write(read.setZone(workflowZone)))).toBe(toTheMinute(text));
				const shift = Math.abs(read.toMillis() - at.toMillis());
				expect([0, 1_800_000, 3_600_000].some((hour) => Math.abs(shift - hour) < 60_000)).toBe(
					true,
				);
			}),
		);
	});

	it.each<[string, (at: DateTime) => string]>([
		['Luxon toISODate', (at) => at.toISODate()],
		['Luxon toISODate, basic', (at) => at.toISODate({ format: 'basic' })],
		['Luxon toISOWeekDate', (at) => at.toISOWeekDate()],
		['a week without hyphens', (at) => at.toISOWeekDate().replaceAll('-', '')],
		['PostgreSQL, MySQL and SQLite date', (at) => at.toISODate()],
	])('%s, as midnight in the zone of the workflow', (_, write) => {
		fc.assert(
			fc.property(moment, zone, (at, workflowZone) => {
				const day = at.setZone(workflowZone);
				const seconds = parseUnixTime(write(day), workflowZone);
				// If clocks change at midnight, midnight may occur twice.
				const read = DateTime.fromMillis(seconds * 1000).setZone(workflowZone);
				expect(read.toSQL(withoutZone)).toBe(day.startOf('day').toSQL(withoutZone));
			}),
		);
	});

	it.each([
		['2030-031', '2030-01-31T00:00:00Z'],
		['2032-366', '2032-12-31T00:00:00Z'],
		['2030-W01-1', '2029-12-31T00:00:00Z'],
		['2032-W53-7', '2033-01-02T00:00:00Z'],
		['2030-01-31T18', '2030-01-31T18:00:00Z'],
		['2030-01-31T24:00:00', '2030-02-01T00:00:00Z'],
		['2030-06-30T23:59:60Z', '2030-07-01T00:00:00Z'],
		['2030-01-31 18:00:00+05:53:28', '2030-01-31T12:06:32Z'],
		['2030-01-31T18:00:00 UTC+3', '2030-01-31T15:00:00Z'],
		['2030-01-31 19:00:00 +0100 CET', '2030-01-31T18:00:00Z'],
		['1 Feb 2030 18:00 GMT', '2030-02-01T18:00:00Z'],
		// Java.
		['2030-01-31T18:00Z[UTC]', '2030-01-31T18:00:00Z'],
		['2030-01-31T18:00+01:00[Europe/Berlin]', '2030-01-31T17:00:00Z'],
	])('%s is %s', (text, iso) => {
		expect(new Date(parseUnixTime(text, 'UTC') * 1000).toISOString()).toBe(
			`${iso.slice(0, 19)}.000Z`,
		);
	});

	it.each([1795786236.475, '1795786236.475', ' 1795786236.475000 ', '1795786236.'])(
		'%j is Unix seconds, without the fraction',
		(given) => expect(parseUnixTime(given, 'UTC')).toBe(1_795_786_236),
	);
});

describe('milliseconds are told as such', () => {
	it.each(ZONES)('in %s', (workflowZone) => {
		fc.assert(
			fc.property(moment, fc.boolean(), (at, asText) => {
				const ms = asText ? `${at.toMillis()}` : at.toMillis();
				expect(() => parseUnixTime(ms, workflowZone)).toThrow('If it is milliseconds');
			}),
			{ numRuns: 20 },
		);
	});
});

describe('what is no date', () => {
	it.each([
		...['2030-02-30', '2030-366', '2030-000', '2030-W00-1', '2030-W53-1', '2030-W01-8'],
		...['20300230', '20301301', '20300131246000', '2030-01-31T24:00:01', '2030-01-31T25'],
		...['2030-01-31T18:00:61', '2030-01-31T18:00:00+24', '2030-01-31T18:00:00+02:60'],
		...['2030-01-31 18:00:00 Mars/Olympus', '2030-0131', '203001-31', '2030-1-31'],
		...['0000-00-00 00:00:00', 'infinity', 'Thu Foo 31 2030 18:00:00 GMT+0000', '18:00:00'],
		...['01/02/2030', '1.2.2030', '2030/01/31', 'P1D', '2030-01-31 18:00:00 XYZ'],
	])('%j', (text) => {
		expect(parseDateText(text, 'UTC')).toBeUndefined();
	});

	it('is read in no time, however long it is', () => {
		for (const part of ['1', '-', ' ', '2030-', '[', 'Z', 'Europe/', '+0']) {
			const startMs = performance.now();
			for (let length = 1; length <= 120; length += 1)
				parseDateText(`2030-01-31T18:00:00${part.repeat(length)}`, 'UTC');
			expect(parseDateText(part.repeat(1e6), 'UTC')).toBeUndefined();
			expect(performance.now() - startMs).toBeLessThan(1_000);
		}
	});

	it('is a date or a UnixTimeError, whatever it looks like', () => {
		const look = fc.stringMatching(/^[0-9]{4}[-0-9TZW:.+ ]{0,24}$/);
		fc.assert(
			fc.property(look, zone, (text, workflowZone) => {
				try {
					expect(parseUnixTime(text, workflowZone)).toBeGreaterThanOrEqual(1e9);
				} catch (error) {
					expect(error).toBeInstanceOf(UnixTimeError);
				}
			}),
			{ numRuns: 1_000 },
		);
	});
});
