import type { Answer } from './Answer.ts';

/**
 * A connection that keeps answering 500 is left: the next one leads to another host
 * (pushy #408, Perfect-Notifications #11).
 */
const MAX_SERVER_ERRORS_IN_A_ROW = 10;

/** A connection that lived this long, or answered this much, did its work, however it ended. */
const LONG_ENOUGH_MS = 10_000;
const ANSWERS_ENOUGH = 100;

/**
 * What an answer means for its connection. `good`: the credential is accepted on it. `expiredToken` and
 * `leave`: it takes no more requests. `neutral`: nothing learnt.
 */
export type Verdict = 'good' | 'neutral' | 'leave' | 'expiredToken';

/** What the answers on one connection have shown so far. */
export class ConnectionRecord {
	/** The last answer that spoke against the connection itself. */
	refusal: Answer | undefined;
	/** APNs rejects everything on a connection after ExpiredProviderToken, a new token included (pushy #747). */
	tokenExpired = false;
	readonly #openedAtMs: number;
	#answers = 0;
	#serverErrorsInARow = 0;

	constructor(nowMs: number) {
		this.#openedAtMs = nowMs;
	}

	/** Takes note of an answer. */
	judge(answer: Answer): Verdict {
		const { status, reason } = answer;
		this.#answers += 1;
		if (status >= 500) {
			this.refusal = answer;
			this.#serverErrorsInARow += 1;
			const isLeaving = reason === 'Shutdown';
			return isLeaving || this.#serverErrorsInARow >= MAX_SERVER_ERRORS_IN_A_ROW
				? 'leave'
				: 'neutral';
		}
		this.#serverErrorsInARow = 0;
		if (reason === 'ExpiredProviderToken') {
			this.tokenExpired = true;
			return 'expiredToken';
		}
		if (reason === 'TooManyProviderTokenUpdates') {
			this.refusal = answer;
			return 'leave';
		}
		return status === 403 ? 'neutral' : 'good';
	}

	/** Whether it ended before it was of much use, so that the next should not follow at once. */
	endedEarly(nowMs: number): boolean {
		return nowMs - this.#openedAtMs < LONG_ENOUGH_MS && this.#answers < ANSWERS_ENOUGH;
	}
}
