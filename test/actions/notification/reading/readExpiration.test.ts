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
	it.each([
		[{ expiration: 0 }, 0],
		[{ expiration: '0', expirationType: 'duration' }, 0],
		[{ expiration: '' }, undefined],
		[{ expiration: null }, undefined],
		[{ expiration: 1_900_000_000 }, 1_900_000_000],
		[{ expiration: '3600', expirationType: 'duration' }, NOW_SECONDS + 3_600],
		[{ expiration: 1_795_786_236.475 }, 1_795_786_236],
		[{ expiration: '2030-01-31 18:00:00+00' }, Date.parse('2030-01-31T18:00Z') / 1000],
		[{ expiration: '2030-01-31T18:00:00+02' }, Date.parse('2030-01-31T16:00Z') / 1000],
		[{ expiration: '3600.0', expirationType: 'duration' }, NOW_SECONDS + 3_600],
		[{ expiration: 3600.5, expirationType: 'duration' }, NOW_SECONDS + 3_600],
		[{ expiration: '2030-01-31T18:00' }, Date.parse('2030-01-31T17:00Z') / 1000],
		[
			{ expiration: luxon('2030-01-31T18:00:00.000-05:00') },
			Date.parse('2030-01-31T23:00Z') / 1000,
		],
		[{ expiration: new Date('2030-01-31T18:00Z') }, Date.parse('2030-01-31T18:00Z') / 1000],
	])('%o is read', (options, seconds) => {
		expect(read({ options }).expirationSeconds).toBe(seconds);
	});

	it.each([
		[{ expiration: 300 }, 'Seconds From Now'],
		[{ expiration: 1_900_000_000_000 }, 'milliseconds'],
		[{ expiration: 1_900_000_000, expirationType: 'duration' }, 'Unix time'],
		[{ expiration: 'soon' }, '2030-01-31T18:00:00Z'],
		[{ expiration: true }, '2030-01-31T18:00:00Z'],
		[{ expiration: new Date('2031-01-01'), expirationType: 'duration' }, 'a number of seconds'],
		[{ expiration: luxon(null) }, 'Give text'],
		[{ expiration: new Date(Number.NaN) }, 'Give text'],
		[{ expiration: { seconds: 5 } }, 'Give text'],
		[{ expiration: [300] }, 'Give text'],
	])('%o is refused', (options, way) => {
		const error = errorOf({ options });
		expect(error.message).toMatch(/'expiration'/i);
		expect(error.description).toContain(way);
	});

	it('of an unknown type is refused by its own name', () => {
		const error = errorOf({ options: { expiration: 300, expirationType: 'seconds' } });
		expect(error.message).toContain("'EXPIRATIONTYPE'");
	});
});
