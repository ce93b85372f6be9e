import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { Outcome } from '../service/Outcome.ts';
import { outcomeOfFailure } from '../service/runFault.ts';
import type { Attempt } from './Attempt.ts';

/** How long a run waits for a connection that works. Times are in the clock's milliseconds. */
export class Patience {
	/** When a request or an answer last went its way, so that waiting begins anew. */
	#movedAtMs: number;
	/** When an answer last came on a connection that APNs had accepted the credential on. */
	#provenAtMs: number;
	/** Connections in a row that ended for a reason that does not pass. */
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
	 * A connection ended without APNs ever having accepted the credential on it, and there is no other.
	 *
	 * @param isLasting whether the next one would end for the same reason
	 * @returns how many have done so in a row
	 */
	connectionDied(why: Outcome, isLasting: boolean): number {
		this.#lastDeath = why;
		this.#deadConnections = isLasting ? this.#deadConnections + 1 : 0;
		return this.#deadConnections;
	}

	/** Whether no connection has worked for that long. */
	isUnproven(nowMs: number, forMs: number): boolean {
		return nowMs - this.#provenAtMs > forMs;
	}

	/** Until when a connection that does not come is waited for; Infinity while anything moves. */
	endsMs(requestTimeoutMs: number, nextTurnMs: number, inFlight: Iterable<Attempt>): number {
		let endsMs = Math.max(this.#movedAtMs, nextTurnMs) + requestTimeoutMs;
		for (const { connection, deadlineMs } of inFlight) {
			if (connection?.proven) return Infinity;
			// One that has never answered is no hope for those who wait for it.
			endsMs = Math.max(endsMs, deadlineMs);
		}
		return endsMs;
	}

	/** What becomes of those who have waited for so long. */
	get end(): Outcome {
		if (this.#lastDeath !== undefined) return this.#lastDeath;
		const why = new ConnectionFailure('timeout', 'No connection to APNs could be had in time.');
		return outcomeOfFailure(why, 'notSent', true, '');
	}
}
