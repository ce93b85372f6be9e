import { DURATION_UNITS, expirationAfter, expirationAt } from '../../../notification/expiration.ts';
import { SetupError } from '../../errors/SetupError.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { readUnixTime, type TimeContext } from './readUnixTime.ts';

/** More days than anyone enters, and still a number of seconds that APNs accepts. */
const MAX_AMOUNT = 1e10;

/**
 * The option Expiration, as Unix seconds for `apns-expiration`; undefined if the option is not set.
 *
 * @throws {SetupError}
 */
export function readExpiration(options: Fields, context: TimeContext): number | undefined {
	const values = options.collection('expiration').collection('values');
	const choices = ['afterTimeInterval', 'atSpecifiedTime', 'nowOrNever'] as const;
	switch (values.choice('expires', choices)) {
		case 'afterTimeInterval':
			return afterInterval(values, context);
		case 'atSpecifiedTime':
			return atTime(values, context);
		case 'nowOrNever':
			return 0;
		default:
			return undefined;
	}
}

function afterInterval(values: Fields, { nowMs }: TimeContext): number {
	const amount = values.number('amount', 0, MAX_AMOUNT);
	if (amount === undefined) throw empty(values, 'amount', 'Enter a number.');
	const unit = values.choice('unit', DURATION_UNITS) ?? 'hours';
	// Its error names the field.
	return readUnixTime(values, 'amount', () => expirationAfter(amount, unit, nowMs)) ?? 0;
}

function atTime(values: Fields, { timeZone }: TimeContext): number {
	const seconds = readUnixTime(values, 'time', (given) => expirationAt(given, timeZone));
	if (seconds === undefined) throw empty(values, 'time', 'Choose a date and time.');
	return seconds;
}

function empty(values: Fields, name: string, way: string): SetupError {
	return new SetupError(
		`'${values.labelOf(name)}' in Expiration is empty`,
		`${way} To use the default, remove the option Expiration.`,
	);
}
