import { describe, expect, it } from 'vitest';
import { readDraft } from '../../../../nodes/Apns/actions/notification/reading/readDraft.ts';
import { SetupError } from '../../../../nodes/Apns/actions/errors/SetupError.ts';
import { fieldsOf } from '../../parameters/fieldsOf.ts';

const NOW_MS = Date.parse('2030-01-01T12:00:00Z');
const NOW_SECONDS = NOW_MS / 1000;
const CONTEXT = { bundleId: 'com.example', nowMs: NOW_MS, timeZone: 'Europe/Berlin' };

const read = (parameters: Record<string, unknown>) => readDraft(fieldsOf(parameters), CONTEXT);

function errorOf(parameters: Record<string, unknown>): SetupError {
	try {
		read(parameters);
	} catch (error) {
		expect(error).toBeInstanceOf(SetupError);
		return error as SetupError;
	}
	throw new Error('It was accepted');
}

describe('an expiration', () => {
	const luxon = (iso: string | null) => ({ toISO: () => iso });
	const at = (time: unknown) => ({ expires: 'atSpecifiedTime', time });
	const after = (amount: unknown, unit?: string) => ({
		expires: 'afterTimeInterval',
		amount,
		unit,
	});
	const optionsOf = (values: unknown) => ({ options: { expiration: { values } } });

	it.each([
		[{ expires: 'nowOrNever' }, 0],
		[at(0), 0],
		[after(0), 0],
		[undefined, undefined],
		[{}, undefined],
		[at(1_900_000_000), 1_900_000_000],
		[after(2), NOW_SECONDS + 7_200],
		[after('3600', 'seconds'), NOW_SECONDS + 3_600],
		[after(3600.5, 'seconds'), NOW_SECONDS + 3_600],
		[after(1.5, 'days'), NOW_SECONDS + 129_600],
		[at(1_795_786_236.475), 1_795_786_236],
		[at('2030-01-31 18:00:00+00'), Date.parse('2030-01-31T18:00Z') / 1000],
		[at('2030-01-31T18:00:00+02'), Date.parse('2030-01-31T16:00Z') / 1000],
		[at('2030-01-31T18:00'), Date.parse('2030-01-31T17:00Z') / 1000],
		[at(luxon('2030-01-31T18:00:00.000-05:00')), Date.parse('2030-01-31T23:00Z') / 1000],
		[at(new Date('2030-01-31T18:00Z')), Date.parse('2030-01-31T18:00Z') / 1000],
	])('%o is read', (values, seconds) => {
		expect(read(optionsOf(values)).expirationSeconds).toBe(seconds);
	});

	it('that is not set leaves the default', () => {
		for (const options of [{}, { expiration: '' }, { expiration: null }, { expiration: {} }]) {
			expect(read({ options }).expirationSeconds).toBeUndefined();
		}
	});

	it.each([
		[at(300), 'TIME', 'After Time Interval'],
		[at(1_900_000_000_000), 'TIME', 'milliseconds'],
		[at('soon'), 'TIME', '2030-01-31T18:00:00Z'],
		[at(true), 'TIME', '2030-01-31T18:00:00Z'],
		[at(''), 'TIME', 'Choose a date and time'],
		[at(luxon(null)), 'TIME', 'Enter text'],
		[at(new Date(Number.NaN)), 'TIME', 'Enter text'],
		[at({ seconds: 5 }), 'TIME', 'Enter text'],
		[at([300]), 'TIME', 'Enter text'],
		[after(1_900_000_000, 'seconds'), 'AMOUNT', 'At Specified Time'],
		[after(-1), 'AMOUNT', 'Enter a number from 0'],
		[after('soon'), 'AMOUNT', 'Enter a number'],
		[after(''), 'AMOUNT', 'Enter a number'],
		[after(new Date('2031-01-01')), 'AMOUNT', 'Enter a number'],
		[after(1, 'weeks'), 'UNIT', 'Choose one of: seconds, minutes, hours, days'],
		[{ expires: 'later' }, 'EXPIRES', 'Choose one of'],
	])('%o is refused, by the name of the field (%s)', (values, label, way) => {
		const error = errorOf(optionsOf(values));
		expect(error.message).toContain(`'${label}'`);
		expect(error.description).toContain(way);
	});

	it('that is no group of fields is refused by its own name', () => {
		expect(errorOf({ options: { expiration: 300 } }).message).toContain("'EXPIRATION'");
	});
});
