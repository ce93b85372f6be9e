import { UnixTimeError } from '../../../notification/unixTime.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { SetupError } from '../../errors/SetupError.ts';

/** Surroundings that decide what a time means. */
export interface TimeContext {
	readonly nowMs: number;
	/** The workflow's time zone (IANA name). */
	readonly timeZone: string;
}

/**
 * A time in Unix seconds; undefined where the field is empty.
 *
 * @param parse reads what was given, a Date or a Luxon object as ISO 8601
 * @throws {SetupError}
 */
export function readUnixTime(
	fields: Fields,
	name: string,
	parse: (given: string) => number,
): number | undefined {
	const given = momentOf(fields.raw(name)) ?? fields.text(name);
	if (given === undefined) return undefined;
	try {
		return parse(given);
	} catch (error) {
		throw setupError(fields.labelOf(name), error);
	}
}

function setupError(label: string, error: unknown): SetupError {
	if (error instanceof SetupError) return error;
	const description = error instanceof UnixTimeError ? error.message : '';
	return new SetupError(`'${label}' cannot be used`, description);
}

/** `{{ $now.plus(…) }}` is a Luxon object of another copy of Luxon, or a Date: told by what it can do. */
function momentOf(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (typeof value !== 'object' || value === null || !('toISO' in value)) return undefined;
	const iso: unknown = typeof value.toISO === 'function' ? value.toISO() : undefined;
	return typeof iso === 'string' ? iso : undefined;
}
