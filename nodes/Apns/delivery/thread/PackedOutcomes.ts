import type { Outcome } from '../service/Outcome.ts';

/**
 * Outcomes on their way between threads. Nearly all of a long list differ in their IDs alone; what they have
 * in common is copied once, and the IDs as one text: copying hundreds of strings takes longer.
 */
export interface PackedOutcomes {
	readonly indices: readonly number[];
	/** One ID in each line; an empty line: none. */
	readonly apnsIds: string;
	readonly apnsUniqueIds: string;
	readonly kinds: readonly Outcome[];
	/** For each index its place in `kinds`. */
	readonly kindOf: readonly number[];
}

/** Collects outcomes for the way between threads. */
export class OutcomePacker {
	readonly #indices: number[] = [];
	readonly #apnsIds: Array<string | null> = [];
	readonly #apnsUniqueIds: Array<string | null> = [];
	readonly #kinds: Outcome[] = [];
	readonly #kindOf: number[] = [];

	/** How many outcomes it has. */
	get count(): number {
		return this.#indices.length;
	}

	/** Adds the outcome of a token. */
	add(index: number, outcome: Outcome): void {
		const last = this.#kinds.at(-1);
		if (last === undefined || !differInIdsOnly(last, outcome)) this.#kinds.push(outcome);
		this.#indices.push(index);
		this.#apnsIds.push(outcome.apnsId);
		this.#apnsUniqueIds.push(outcome.apnsUniqueId);
		this.#kindOf.push(this.#kinds.length - 1);
	}

	/** All of them. */
	pack(): PackedOutcomes {
		return {
			indices: this.#indices,
			// HTTP forbids line breaks in the header fields that they are from (RFC 9110, 5.5).
			apnsIds: this.#apnsIds.join('\n'),
			apnsUniqueIds: this.#apnsUniqueIds.join('\n'),
			kinds: this.#kinds,
			kindOf: this.#kindOf,
		};
	}
}

/** Calls back with each outcome, as it was packed. */
export function unpack(
	{ indices, apnsIds, apnsUniqueIds, kinds, kindOf }: PackedOutcomes,
	each: (index: number, outcome: Outcome) => void,
): void {
	const ids = apnsIds.split('\n');
	const uniqueIds = apnsUniqueIds.split('\n');
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
			apnsId: ids[place] || null,
			apnsUniqueId: uniqueIds[place] || null,
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
