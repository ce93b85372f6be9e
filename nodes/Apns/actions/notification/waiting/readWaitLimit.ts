import { SECONDS_PER } from '../../../notification/expiration.ts';
import { parseUnixTime } from '../../../notification/unixTime.ts';
import { SetupError } from '../../errors/SetupError.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { readUnixTime, type TimeContext } from '../reading/readUnixTime.ts';

/** A year in minutes: nobody waits longer for an answer. */
const MAX_AMOUNT = 525_600;

/**
 * When to stop waiting for an answer, in Unix seconds; undefined: no limit.
 *
 * @throws {SetupError} also if that time has passed
 */
export function readWaitLimit(options: Fields, context: TimeContext): number | undefined {
	const limit = options.collection('limitWaitTime').collection('values');
	const types = ['afterTimeInterval', 'atSpecifiedTime'] as const;
	const name = limit.choice('limitType', types);
	if (name === undefined) return undefined;
	const endSeconds =
		name === 'afterTimeInterval' ? afterInterval(limit, context) : atDate(limit, context);
	if (endSeconds * 1000 > context.nowMs) return endSeconds;
	throw new SetupError(
		"'Limit Wait Time' ends before the question is sent",
		'Enter a time in the future.',
	);
}

function afterInterval(limit: Fields, { nowMs }: TimeContext): number {
	const unit = limit.choice('resumeUnit', ['minutes', 'hours', 'days'] as const) ?? 'hours';
	const amount = limit.number('resumeAmount', 0, MAX_AMOUNT) ?? 0;
	return Math.floor(nowMs / 1000 + amount * SECONDS_PER[unit]);
}

function atDate(limit: Fields, context: TimeContext): number {
	const name = 'maxDateAndTime';
	const endSeconds = readUnixTime(limit, name, (given) => parseUnixTime(given, context.timeZone));
	if (endSeconds !== undefined) return endSeconds;
	throw new SetupError(
		`'${limit.labelOf(name)}' is empty`,
		"Choose a date and time, or remove 'Limit Wait Time' to wait without a limit.",
	);
}
