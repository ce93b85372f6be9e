import type { Answer } from '../connection/Answer.ts';

/** A connection that lived this long, or answered this much, did its work, however it ended. */
const LONG_ENOUGH_MS = 10_000;
const ANSWERS_ENOUGH = 100;

/**
 * What an answer means for its connection. `good`: the credential is accepted on it. `neutral`: nothing
 * learnt. The others say why it takes no more requests.
 */
export type Verdict =
	| 'good'
	| 'neutral'
	| 'serverErrors'
	| 'expiredToken'
	| 'tokenUpdates'
	| 'connectionFault';

/** What the answers on one connection have shown so far. */
export class ConnectionRecord {
	/** The answer that spoke against the connection itself. */
	refusal: Answer | undefined;
	/** It worked, but was left: after 5xx, or after ExpiredProviderToken, which wedges it (pushy #747). */
	answeredOtherwise = false;
	readonly #openedAtMs: number;
	#answers = 0;
	#serverErrorsInARow = 0;
	readonly #maxServerErrorsInARow: number;

	/** @param maxServerErrorsInARow after how many answers 5xx in a row it is left */
	constructor(nowMs: number, maxServerErrorsInARow: number) {
		this.#openedAtMs = nowMs;
		this.#maxServerErrorsInARow = maxServerErrorsInARow;
	}

	/** Takes note of an answer. */
	judge(answer: Answer): Verdict {
		const { status, reason } = answer;
		this.#answers += 1;
		if (status >= 500) {
			this.#serverErrorsInARow += 1;
			const isBad = this.#serverErrorsInARow >= this.#maxServerErrorsInARow;
			this.answeredOtherwise = true;
			return isBad || reason === 'Shutdown' ? 'serverErrors' : 'neutral';
		}
		this.#serverErrorsInARow = 0;
		if (isConnectionFault(answer)) {
			this.answeredOtherwise = true;
			return 'connectionFault';
		}
		if (answer.isForeign) return 'neutral';
		if (reason === 'ExpiredProviderToken') {
			this.answeredOtherwise = true;
			return 'expiredToken';
		}
		if (reason === 'TooManyProviderTokenUpdates') {
			this.refusal = answer;
			return 'tokenUpdates';
		}
		return status === 403 ? 'neutral' : 'good';
	}

	/** Whether it ended before it was of much use, so that the next should not follow at once. */
	endedEarly(nowMs: number): boolean {
		return nowMs - this.#openedAtMs < LONG_ENOUGH_MS && this.#answers < ANSWERS_ENOUGH;
	}
}

/**
 * What another connection would not answer: it had been idle for too long, or it leads to the wrong server (421, RFC
 * 9110 §15.5.20), or its server did not want to wait (408, §15.5.9).
 */
function isConnectionFault({ status, reason }: Answer): boolean {
	return reason === 'IdleTimeout' || status === 421 || status === 408;
}
