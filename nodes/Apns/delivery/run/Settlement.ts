import type { Outcome } from '../service/Outcome.ts';
import type { Message } from '../service/Service.ts';
import type { DeliverySource } from './DeliverySource.ts';

/** Reports the outcomes of tokens to their source, until all are settled. */
export class Settlement {
	/** Resolves when all are settled. Rejects with what the source threw: no more outcomes can be reported then. */
	readonly ended: Promise<void>;
	/**
	 * Cleared at the end: a stream that node:http2 still holds references its run, and must not keep a
	 * million tokens alive.
	 */
	#source: DeliverySource<Message> | undefined;
	#unsettled: number;
	readonly #onEnd: (hasFailed: boolean) => void;
	#resolve!: () => void;
	#reject!: (error: unknown) => void;

	/** @param onEnd called at once if the source is empty */
	constructor(source: DeliverySource<Message>, onEnd: (hasFailed: boolean) => void) {
		this.#source = source;
		this.#unsettled = source.count;
		this.#onEnd = onEnd;
		this.ended = new Promise((resolve, reject) => {
			this.#resolve = resolve;
			this.#reject = reject;
		});
		if (source.count === 0) this.#end(false);
	}

	/** Reports the token's outcome; once per token. */
	settle(index: number, outcome: Outcome): void {
		try {
			this.#source?.settle(index, outcome);
		} catch (error) {
			this.fail(error);
			return;
		}
		this.#unsettled -= 1;
		if (this.#unsettled === 0) this.#end(false);
	}

	/** The source threw, here or elsewhere. */
	fail(error: unknown): void {
		this.#reject(error);
		this.#end(true);
	}

	#end(hasFailed: boolean): void {
		this.#source = undefined;
		this.#onEnd(hasFailed);
		this.#resolve();
	}
}
