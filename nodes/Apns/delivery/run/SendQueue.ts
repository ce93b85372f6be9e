import { Attempt, type AttemptOwner } from './Attempt.ts';
import { DelayedAttempts } from './DelayedAttempts.ts';
import type { DeliverySource } from './DeliverySource.ts';
import type { DeliveryPolicy } from '../service/policy.ts';
import type { Message } from '../service/Service.ts';

/** Attempts that wait for a retry at the same time. More would make memory grow with the number of tokens. */
const MAX_DELAYED = 10_000;

/** What a run has still to send: first what is sent again, then what its source still holds. */
export class SendQueue {
	readonly #source: DeliverySource<Message>;
	readonly #owner: AttemptOwner;
	readonly #again: Attempt[] = [];
	readonly #delayed = new DelayedAttempts();
	#next = 0;

	/** @param owner of the attempts that are made */
	constructor(source: DeliverySource<Message>, owner: AttemptOwner) {
		this.#source = source;
		this.#owner = owner;
	}

	/** Whether there is something to be sent now. */
	get isReady(): boolean {
		return this.#again.length > 0 || this.#hasNew;
	}

	/** Of the one whose turn it is; undefined where there is none. */
	get policy(): DeliveryPolicy | undefined {
		return this.#again[0]?.policy ?? (this.#hasNew ? this.#source.policy(this.#next) : undefined);
	}

	/** When the first of those that are delayed is due; Infinity where there is none. */
	get nextDueMs(): number {
		return this.#delayed.nextDueMs;
	}

	/** Whose turn it is. Undefined where there is none. */
	take(nowMs: number): Attempt | undefined {
		return this.#again.shift() ?? (this.#hasNew ? this.#takeNew(nowMs) : undefined);
	}

	/** It could not be sent after all; it keeps its turn. */
	giveBack(attempt: Attempt): void {
		this.#again.unshift(attempt);
	}

	/** It is to be sent again, before any new one. */
	repeat(attempt: Attempt): void {
		this.#again.push(attempt);
	}

	/** The same, but not before that time. */
	delay(attempt: Attempt, dueMs: number): void {
		this.#delayed.add(attempt, dueMs);
	}

	/** What was delayed and is due has its turn now. False where nothing was. */
	bringBack(nowMs: number): boolean {
		const before = this.#again.length;
		for (const attempt of this.#takeDelayed(nowMs)) this.#again.push(attempt);
		return this.#again.length > before;
	}

	/** Gives up what was begun: whatever is to be sent again, now or later. */
	takeBegun(): Attempt[] {
		return [...this.#again.splice(0), ...this.#takeDelayed(Infinity)];
	}

	/** The index of the next new one, without an attempt for it. Undefined where there is none. */
	skipNew(): number | undefined {
		if (this.#next >= this.#source.count) return undefined;
		this.#next += 1;
		return this.#next - 1;
	}

	get #hasNew(): boolean {
		return this.#next < this.#source.count && this.#delayed.size < MAX_DELAYED;
	}

	#takeNew(nowMs: number): Attempt {
		const index = this.#next;
		this.#next += 1;
		return new Attempt(
			this.#owner,
			index,
			this.#source.recipient(index),
			this.#source.message(index),
			this.#source.policy(index),
			nowMs,
		);
	}

	*#takeDelayed(untilMs: number): Generator<Attempt> {
		for (;;) {
			const attempt = this.#delayed.takeDue(untilMs);
			if (attempt === undefined) return;
			yield attempt;
		}
	}
}
