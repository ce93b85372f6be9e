import { grouped } from '../results/countsHint.ts';

/** Shorter deliveries end before anyone looks. */
const EVERY_MS = 10_000;

/** Reading the clock takes longer than counting. */
const LOOK_EVERY = 64;

/**
 * Reports the progress of a long delivery in n8n's log, because the editor shows nothing of a node before it
 * has ended (n8n-core 2.41).
 */
export class Progress {
	readonly #total: number;
	readonly #tell: (line: string) => void;
	readonly #nowMs: () => number;
	#done = 0;
	#notAccepted = 0;
	#nextMs: number;

	constructor(total: number, tell: (line: string) => void, nowMs: () => number = Date.now) {
		this.#total = total;
		this.#tell = tell;
		this.#nowMs = nowMs;
		this.#nextMs = nowMs() + EVERY_MS;
	}

	/** Counts one more outcome. */
	step(isAccepted: boolean): void {
		this.#done += 1;
		if (!isAccepted) this.#notAccepted += 1;
		if (this.#done % LOOK_EVERY !== 0) return;
		const nowMs = this.#nowMs();
		if (nowMs < this.#nextMs) return;
		this.#nextMs = nowMs + EVERY_MS;
		const counts = [
			`${grouped(this.#done)} of ${grouped(this.#total)} notifications have their result`,
			`${grouped(this.#notAccepted)} of them were not accepted`,
		];
		this.#tell(`APNs: ${counts.join(', ')}`);
	}
}
