import type { Outcome } from '../service/Outcome.ts';

/**
 * Topics that APNs has refused: no more tokens of these are sent. A topic that was accepted before is never
 * counted as refused.
 */
export class TopicFaults {
	readonly #refused = new Map<string, Outcome>();
	readonly #accepted = new Set<string>();
	#lastAccepted: string | undefined;

	/** The outcome that further tokens of the topic would get, if known. */
	of(topic: string): Outcome | undefined {
		return this.#refused.get(topic);
	}

	/** A token of the topic was accepted. */
	accept(topic: string): void {
		// Most runs have one topic, and this is called for each token.
		if (topic === this.#lastAccepted) return;
		this.#lastAccepted = topic;
		this.#accepted.add(topic);
	}

	/** @returns whether the refusal counts */
	refuse(topic: string, why: Outcome): boolean {
		if (this.#accepted.has(topic)) return false;
		this.#refused.set(topic, why);
		return true;
	}
}
