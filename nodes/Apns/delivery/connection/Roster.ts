/** A member of a {@link Roster}; of one at a time. */
export interface RosterMember {
	/** Its index in the roster; -1 if it is in none. Set by the roster. */
	place: number;
}

/**
 * An unordered set whose members know their index. Two `Set`s took 1.5 % of a push's time
 * (test/bench/README.md).
 */
export class Roster<T extends RosterMember> implements Iterable<T> {
	readonly #members: T[] = [];

	get size(): number {
		return this.#members.length;
	}

	/** The member must not be in a roster. */
	add(member: T): void {
		member.place = this.#members.push(member) - 1;
	}

	/** Does nothing for a member of no roster. */
	delete(member: T): void {
		if (member.place < 0) return;
		const last = this.#members.pop()!;
		if (last !== member) {
			this.#members[member.place] = last;
			last.place = member.place;
		}
		member.place = -1;
	}

	/** The current members, without those that are deleted before their turn. */
	*[Symbol.iterator](): Iterator<T> {
		for (const member of [...this.#members]) if (member.place >= 0) yield member;
	}
}
