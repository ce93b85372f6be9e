import { Attempt, type AttemptOwner } from './Attempt.ts';
import { DelayedAttempts } from './DelayedAttempts.ts';
import type { DeliverySource } from './DeliverySource.ts';
import type { DeliveryPolicy } from '../service/policy.ts';
import type { Message } from '../service/Service.ts';

/**
 * Attempts that may wait for a retry at the same time. Without a limit, memory would grow with the number
 * of tokens.
 */
const MAX_DELAYED = 10_000;

/** What a run still has to send: first the retries, then what its source still holds. */
export class SendQueue {
	readonly #source: DeliverySource<Message>;
	readonly #owner: AttemptOwner;
	readonly #again: Attempt[] = [];
	readonly #delayed = new DelayedAttempts();
	#next = 0;

	/** @param owner of the attempts that are created */
	constructor(source: DeliverySource<Message>, owner: AttemptOwner) {
		this.#source = source;
		this.#owner = owner;
	}

	/** Whether there is something to send now. */
	get isReady(): boolean {
		return this.#again.length > 0 || this.#hasNew;
	}

	/** Policy of the next attempt; undefined if there is none. */
	get policy(): DeliveryPolicy | undefined {
		return this.#again[0]?.policy ?? (this.#hasNew ? this.#source.policy(this.#next) : undefined);
	}

	/** When the first delayed attempt is due; Infinity if there is none. */
	get nextDueMs(): number {
		return this.#delayed.nextDueMs;
	}

	/** The next attempt; undefined if there is none. */
	take(nowMs: number): Attempt | undefined {
		return this.#again.shift() ?? (this.#hasNew ? this.#takeNew(nowMs) : undefined);
	}

	/** The attempt could not be sent; it stays first in the queue. */
	giveBack(attempt: Attempt): void {
		this.#again.unshift(attempt);
	}

	/** Sends the attempt again, before any new one. */
	repeat(attempt: Attempt): void {
		this.#again.push(attempt);
	}

	/** The same, but not before that time. */
	delay(attempt: Attempt, dueMs: number): void {
		this.#delayed.add(attempt, dueMs);
	}

	/** Queues the delayed attempts that are due. False if there were none. */
	bringBack(nowMs: number): boolean {
		const before = this.#again.length;
		for (const attempt of this.#takeDelayed(nowMs)) this.#again.push(attempt);
		return this.#again.length > before;
	}

	/** Removes and returns all attempts that were to be sent again, now or later. */
	takeBegun(): Attempt[] {
		return [...this.#again.splice(0), ...this.#takeDelayed(Infinity)];
	}

	/** Skips the next new index, without an attempt for it. Undefined if there is none. */
	skipNew(): number | undefined {
		if (this.#next >= this.#source.count) return undefined;
		this.#next += 1;
		return this.#next - 1;
	}

	get #hasNew(): boolean {
		const { count, arrived = count } = this.#source;
		return this.#next < arrived && this.#delayed.size < MAX_DELAYED;
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
