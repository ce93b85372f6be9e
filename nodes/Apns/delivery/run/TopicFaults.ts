import type { Outcome } from '../service/Outcome.ts';

/** Which topics APNs has refused: no further token of theirs is sent. One that was accepted before is let be. */
export class TopicFaults {
	readonly #refused = new Map<string, Outcome>();
	readonly #accepted = new Set<string>();
	#lastAccepted: string | undefined;

	/** What further tokens of the topic would be answered, where that is known. */
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

	/** @returns whether it is believed */
	refuse(topic: string, why: Outcome): boolean {
		if (this.#accepted.has(topic)) return false;
		this.#refused.set(topic, why);
		return true;
	}
}
