/** What can be in a {@link Roster}: one at a time. */
export interface RosterMember {
	/** Where it is in its roster; -1 where it is in none. Kept by the roster. */
	place: number;
}

/**
 * A set whose members know their place in it. Two `Set`s took 1.5 % of a push's time
 * (test/bench/README.md). The order is any.
 */
export class Roster<T extends RosterMember> implements Iterable<T> {
	readonly #members: T[] = [];

	get size(): number {
		return this.#members.length;
	}

	/** Only what is in no roster. */
	add(member: T): void {
		member.place = this.#members.push(member) - 1;
	}

	/** What is in none is let be. */
	delete(member: T): void {
		if (member.place < 0) return;
		const last = this.#members.pop()!;
		if (last !== member) {
			this.#members[member.place] = last;
			last.place = member.place;
		}
		member.place = -1;
	}

	/** Those who are in it now, but for those who leave before their turn. */
	*[Symbol.iterator](): Iterator<T> {
		for (const member of [...this.#members]) if (member.place >= 0) yield member;
	}
}
