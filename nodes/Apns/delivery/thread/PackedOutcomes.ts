import type { Outcome } from '../service/Outcome.ts';

/**
 * Outcomes on their way between threads. Nearly all of a long list differ in their IDs alone; what they have
 * in common is copied once.
 */
export interface PackedOutcomes {
	readonly indices: number[];
	readonly apnsIds: Array<string | null>;
	readonly apnsUniqueIds: Array<string | null>;
	readonly kinds: Outcome[];
	/** For each index its place in `kinds`. */
	readonly kindOf: number[];
}

/** An empty list. */
export function noOutcomes(): PackedOutcomes {
	return { indices: [], apnsIds: [], apnsUniqueIds: [], kinds: [], kindOf: [] };
}

/** Adds the outcome of a token. */
export function pack(packed: PackedOutcomes, index: number, outcome: Outcome): void {
	const { kinds } = packed;
	const last = kinds.at(-1);
	if (last === undefined || !differInIdsOnly(last, outcome)) kinds.push(outcome);
	packed.indices.push(index);
	packed.apnsIds.push(outcome.apnsId);
	packed.apnsUniqueIds.push(outcome.apnsUniqueId);
	packed.kindOf.push(kinds.length - 1);
}

/** Calls back with each outcome, as it was packed. */
export function unpack(
	{ indices, apnsIds, apnsUniqueIds, kinds, kindOf }: PackedOutcomes,
	each: (index: number, outcome: Outcome) => void,
): void {
	indices.forEach((index, place) => {
		const kind = kinds[kindOf[place]!]!;
		// Written out for speed.
		const outcome: Outcome = {
			outcome: kind.outcome,
			errorCode: kind.errorCode,
			action: kind.action,
			status: kind.status,
			reason: kind.reason,
			message: kind.message,
			apnsId: apnsIds[place]!,
			apnsUniqueId: apnsUniqueIds[place]!,
			timestamp: kind.timestamp,
			retryAfterSeconds: kind.retryAfterSeconds,
			attempts: kind.attempts,
		};
		each(index, outcome);
	});
}

function differInIdsOnly(one: Outcome, other: Outcome): boolean {
	return (
		one.message === other.message &&
		one.attempts === other.attempts &&
		one.outcome === other.outcome &&
		one.errorCode === other.errorCode &&
		one.action === other.action &&
		one.status === other.status &&
		one.reason === other.reason &&
		one.timestamp === other.timestamp &&
		one.retryAfterSeconds === other.retryAfterSeconds
	);
}
