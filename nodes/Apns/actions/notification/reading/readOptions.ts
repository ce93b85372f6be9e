import {
	DEFAULT_LIMITS,
	DEFAULT_POLICY,
	type DeliveryLimits,
	type DeliveryPolicy,
	type OnUnknownDelivery,
} from '../../../delivery/service/policy.ts';
import { SetupError } from '../../errors/SetupError.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { readRequestTimeoutMs } from '../../parameters/options.parameters.ts';
import type { ParameterReader } from '../../parameters/ParameterReader.ts';

/** One in 100 seconds. */
const MIN_PER_SECOND = 0.01;

const ON_UNKNOWN: readonly OnUnknownDelivery[] = ['auto', 'retry', 'report'];

/** How to return the results; the same for the whole node. */
export interface ResultOptions {
	readonly includeInputFields: boolean;
	readonly failOnRejection: boolean;
	readonly skipDuplicates: boolean;
	readonly emit: 'all' | 'problems';
}

/** How to deliver one notification. @throws {SetupError} */
export function readPolicy(options: Fields): DeliveryPolicy {
	const tuning = tuningIn(options);
	return {
		maxAttempts: tuning.integer('maxAttempts', 1, 10) ?? DEFAULT_POLICY.maxAttempts,
		requestTimeoutMs: readRequestTimeoutMs(tuning),
		onUnknownDelivery:
			options.choice('onUnknownDelivery', ON_UNKNOWN) ?? DEFAULT_POLICY.onUnknownDelivery,
	};
}

/** Whether to try a token in the other environment if this one does not recognize it. @throws {SetupError} */
export function readTriesOtherEnvironment(options: Fields): boolean {
	return options.choice('onWrongEnvironment', ['report', 'tryOther']) === 'tryOther';
}

/** How much to send at the same time. @throws {SetupError} */
export function readLimits(options: Fields): DeliveryLimits {
	const tuning = tuningIn(options);
	return {
		maxConnections: tuning.integer('maxConnections', 1, 10) ?? DEFAULT_LIMITS.maxConnections,
		maxConcurrentStreams:
			tuning.integer('maxConcurrentStreams', 1, 1500) ?? DEFAULT_LIMITS.maxConcurrentStreams,
		maxPerSecond: readMaxPerSecond(tuning),
	};
}

/** 0 means no limit. */
function readMaxPerSecond(tuning: Fields): number {
	const name = 'maxPerSecond';
	const maxPerSecond = tuning.number(name, 0, 1e6) ?? 0;
	if (maxPerSecond === 0) return DEFAULT_LIMITS.maxPerSecond;
	if (maxPerSecond >= MIN_PER_SECOND) return maxPerSecond;
	throw new SetupError(
		`'${tuning.labelOf(name)}' is ${maxPerSecond}`,
		`Enter a number from ${MIN_PER_SECOND} to 1000000, or 0 for no limit.`,
	);
}

function tuningIn(options: Fields): Fields {
	return options.collection('deliveryTuning').collection('values');
}

/** @throws {SetupError} */
export function readResultOptions(options: Fields): ResultOptions {
	return {
		includeInputFields: options.boolean('includeInputFields') ?? false,
		failOnRejection: options.boolean('failOnRejection') ?? false,
		skipDuplicates: options.boolean('skipDuplicates') ?? true,
		emit: options.choice('emit', ['all', 'problems'] as const) ?? 'all',
	};
}

/** Whether to simplify results: one value for the whole node, with expressions unresolved. */
export function readSimplify(parameters: ParameterReader): boolean {
	return parameters.written('simplify') !== false;
}

/** Whether to return results at four outputs: one value for the whole node, with expressions unresolved. */
export function readSplitOutputs(parameters: ParameterReader): boolean {
	return parameters.written('splitOutputs') === true;
}
