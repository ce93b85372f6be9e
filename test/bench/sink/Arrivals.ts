import { monotonicMs } from '../beside/Watch.ts';
import { senderIn, WEBHOOK } from '../beside/tokens.ts';

/** When a bulk's requests arrived. */
export interface BulkArrivals {
	readonly sender: number;
	readonly count: number;
	readonly firstMs: number;
	readonly lastMs: number;
}

/** What arrived, by the monotonic clock. */
export interface ArrivalsReport {
	readonly bulks: readonly BulkArrivals[];
	/** The pushes of the webhook, by their number. */
	readonly pushes: ReadonlyArray<readonly [index: number, atMs: number]>;
}

/** Notes when requests arrive: every push of the webhook, and of each bulk the first and the last. */
export class Arrivals {
	readonly #bulks = new Map<number, { -readonly [Key in keyof BulkArrivals]: BulkArrivals[Key] }>();
	readonly #pushes: Array<readonly [number, number]> = [];

	/** Notes a request that is complete. */
	note(path: string): void {
		const [sender, index] = senderIn(path);
		const atMs = monotonicMs();
		if (sender === WEBHOOK) {
			this.#pushes.push([index, atMs]);
			return;
		}
		const bulk = this.#bulks.get(sender);
		if (bulk === undefined) {
			this.#bulks.set(sender, { sender, count: 1, firstMs: atMs, lastMs: atMs });
		} else {
			bulk.count += 1;
			bulk.lastMs = atMs;
		}
	}

	/** Everything so far. */
	report(): ArrivalsReport {
		return { bulks: [...this.#bulks.values()], pushes: this.#pushes };
	}
}
