import { UnixTimeError } from '../../../notification/unixTime.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { SetupError } from '../../errors/SetupError.ts';

/** Context that determines what a time means. */
export interface TimeContext {
	readonly nowMs: number;
	/** The workflow's time zone (IANA name). */
	readonly timeZone: string;
}

/**
 * A time in Unix seconds; undefined if the field is empty.
 *
 * @param parse parses the value; a Date or a Luxon object is passed as ISO 8601
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

/**
 * `{{ $now.plus(…) }}` is a Luxon object, and a Date may come from another realm: both are recognized by their
 * methods, as are the objects of other libraries.
 */
function momentOf(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { toISO, toISOString } = value as Record<string, unknown>;
	const write = typeof toISO === 'function' ? toISO : toISOString;
	if (typeof write !== 'function') return undefined;
	try {
		const iso: unknown = write.call(value);
		return typeof iso === 'string' ? iso : undefined;
	} catch {
		// An invalid Date.
		return undefined;
	}
}
