/** APNs answers within a second; with this long no answer to anybody there will not be one. */
const MAX_UNANSWERED_MS = 10_000;

/** How long a connection has owed an answer: PING finds a peer that is gone, this one that reads and does not answer. */
export class Silence {
	#answeredAtMs: number;
	#lastSentAtMs = 0;
	/** When the first request was sent that nothing has been answered to since. */
	#unansweredSinceMs: number | undefined;
	#owesAnswer = false;

	constructor(nowMs: number) {
		this.#answeredAtMs = nowMs;
	}

	/** Since when it has been asked for nothing, and has answered nothing. */
	get sinceMs(): number {
		return Math.max(this.#answeredAtMs, this.#lastSentAtMs);
	}

	/** Whether a request was given up, and nothing has been heard since it was sent. */
	get owesAnswer(): boolean {
		return this.#owesAnswer;
	}

	/** A request was sent. */
	sent(nowMs: number): void {
		this.#lastSentAtMs = nowMs;
		this.#unansweredSinceMs ??= nowMs;
	}

	/** An answer came, to whomever, or SETTINGS. */
	answered(nowMs: number): void {
		this.#answeredAtMs = nowMs;
		this.#unansweredSinceMs = undefined;
		this.#owesAnswer = false;
	}

	/** A PING was answered: the peer is there, whether or not it answers requests. */
	ponged(): void {
		this.#owesAnswer = false;
	}

	/** A request that was sent then is waited for no longer. */
	gaveUp(sentAtMs: number): void {
		if (sentAtMs >= this.#answeredAtMs) this.#owesAnswer = true;
	}

	/** Whether there will be no answer any more. */
	isForGood(nowMs: number): boolean {
		const sinceMs = this.#unansweredSinceMs;
		return sinceMs !== undefined && nowMs - sinceMs > MAX_UNANSWERED_MS;
	}
}
