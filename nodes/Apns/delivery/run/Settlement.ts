import type { Outcome } from '../service/Outcome.ts';
import type { Message } from '../service/Service.ts';
import type { DeliverySource } from './DeliverySource.ts';

/** Tells a source what became of its tokens, until all are settled. */
export class Settlement {
	/** Resolves when all are settled. Rejects with what the source threw: nothing more can be said of its tokens then. */
	readonly ended: Promise<void>;
	/** A stream that node:http2 still knows leads to its run: it must not hold a million tokens once they are settled. */
	#source: DeliverySource<Message> | undefined;
	#unsettled: number;
	readonly #onEnd: (hasFailed: boolean) => void;
	#resolve!: () => void;
	#reject!: (error: unknown) => void;

	/** @param onEnd called at once where the source is empty */
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

	/** The token's one outcome. */
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
