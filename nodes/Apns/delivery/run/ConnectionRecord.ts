import type { Answer } from '../connection/Answer.ts';

/** A connection that lived this long, or answered this much, did its work, no matter how it ended. */
const LONG_ENOUGH_MS = 10_000;
const ANSWERS_ENOUGH = 100;

/**
 * What an answer means for its connection. `good`: APNs accepts the credential on it. `neutral`: nothing
 * learned. The others say why it takes no more requests.
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
	/** It was closed on purpose, after its last answer. */
	wasLeft = false;
	/** The answer that made the connection unusable. */
	refusal: Answer | undefined;
	/**
	 * It answered, but with a 5xx, a fault of the connection, or ExpiredProviderToken, which makes it
	 * unusable (pushy #747).
	 */
	answeredOtherwise = false;
	readonly #openedAtMs: number;
	#answers = 0;
	#serverErrorsInARow = 0;
	readonly #maxServerErrorsInARow: number;

	/** @param maxServerErrorsInARow number of 5xx answers in a row after which it is left */
	constructor(nowMs: number, maxServerErrorsInARow: number) {
		this.#openedAtMs = nowMs;
		this.#maxServerErrorsInARow = maxServerErrorsInARow;
	}

	/** Records an answer. */
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

	/** Whether it ended so early that the next one should be opened with a delay. */
	endedEarly(nowMs: number): boolean {
		return nowMs - this.#openedAtMs < LONG_ENOUGH_MS && this.#answers < ANSWERS_ENOUGH;
	}
}

/**
 * Answers that another connection would not give: this one had been idle for too long, or leads to the
 * wrong server (421, RFC 9110 §15.5.20), or its server did not want to wait (408, §15.5.9).
 */
function isConnectionFault({ status, reason }: Answer): boolean {
	return reason === 'IdleTimeout' || status === 421 || status === 408;
}
