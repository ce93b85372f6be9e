import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { Outcome } from '../service/Outcome.ts';
import { outcomeOfFailure } from '../service/runFault.ts';
import type { Attempt } from './Attempt.ts';

/** How long a run waits for a connection that works. Times are in the clock's milliseconds. */
export class Patience {
	/** When there was last progress: a request or an answer. Waiting starts over then. */
	#movedAtMs: number;
	/** When an answer last came on a connection on which APNs had accepted the credential. */
	#provenAtMs: number;
	/** Number of connections in a row that ended for a lasting reason. */
	#deadConnections = 0;
	/** Why the last of them ended. */
	#lastDeath: Outcome | undefined;

	constructor(nowMs: number) {
		this.#movedAtMs = this.#provenAtMs = nowMs;
	}

	moved(nowMs: number): void {
		this.#movedAtMs = nowMs;
	}

	/** An answer came on a connection that works. */
	proven(nowMs: number): void {
		this.#deadConnections = 0;
		this.#lastDeath = undefined;
		this.#provenAtMs = nowMs;
	}

	/**
	 * A connection ended before APNs accepted the credential on it, and there is no other.
	 *
	 * @param isLasting whether the next one would end for the same reason
	 * @returns how many in a row have ended for a lasting reason
	 */
	connectionDied(why: Outcome, isLasting: boolean): number {
		this.#lastDeath = why;
		this.#deadConnections = isLasting ? this.#deadConnections + 1 : 0;
		return this.#deadConnections;
	}

	/** Whether no connection has worked for so long. */
	isUnproven(nowMs: number, forMs: number): boolean {
		return nowMs - this.#provenAtMs > forMs;
	}

	/** Until when to wait for a connection; Infinity while there is progress. */
	endsMs(requestTimeoutMs: number, nextTurnMs: number, inFlight: Iterable<Attempt>): number {
		let endsMs = Math.max(this.#movedAtMs, nextTurnMs) + requestTimeoutMs;
		for (const { connection, deadlineMs } of inFlight) {
			if (connection?.proven) return Infinity;
			// A connection that has never answered gives waiting tokens no more time than its own deadline.
			endsMs = Math.max(endsMs, deadlineMs);
		}
		return endsMs;
	}

	/** The outcome of tokens that have waited too long. */
	get end(): Outcome {
		if (this.#lastDeath !== undefined) return this.#lastDeath;
		const why = new ConnectionFailure('timeout', 'No connection to APNs was established in time.');
		return outcomeOfFailure(why, 'notSent', true, '');
	}
}
