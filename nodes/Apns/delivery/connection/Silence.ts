/** APNs answers within a second. After so long without any answer, there will not be one. */
const MAX_UNANSWERED_MS = 10_000;

/**
 * How long a connection has owed an answer. PING detects a peer that is gone; this detects one that reads
 * and does not answer.
 */
export class Silence {
	#answeredAtMs: number;
	#lastSentAtMs = 0;
	/** When the first request was sent after the last answer. */
	#unansweredSinceMs: number | undefined;
	#owesAnswer = false;

	constructor(nowMs: number) {
		this.#answeredAtMs = nowMs;
	}

	/** When a request was last sent, or an answer last came. */
	get sinceMs(): number {
		return Math.max(this.#answeredAtMs, this.#lastSentAtMs);
	}

	/** Whether a request was given up, and nothing has been answered since it was sent. */
	get owesAnswer(): boolean {
		return this.#owesAnswer;
	}

	/** A request was sent. */
	sent(nowMs: number): void {
		this.#lastSentAtMs = nowMs;
		this.#unansweredSinceMs ??= nowMs;
	}

	/** An answer to any request came, or SETTINGS. */
	answered(nowMs: number): void {
		this.#answeredAtMs = nowMs;
		this.#unansweredSinceMs = undefined;
		this.#owesAnswer = false;
	}

	/** A PING was answered: the peer is alive, whether or not it answers requests. */
	ponged(): void {
		this.#owesAnswer = false;
	}

	/** A request that was sent at that time was given up. */
	gaveUp(sentAtMs: number): void {
		if (sentAtMs >= this.#answeredAtMs) this.#owesAnswer = true;
	}

	/** Whether to expect no more answers. */
	isForGood(nowMs: number): boolean {
		const sinceMs = this.#unansweredSinceMs;
		return sinceMs !== undefined && nowMs - sinceMs > MAX_UNANSWERED_MS;
	}
}
