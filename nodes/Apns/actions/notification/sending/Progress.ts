import { grouped } from '../results/countsHint.ts';

/** Shorter deliveries are over before anybody looks. */
const EVERY_MS = 10_000;

/** Asking what time it is takes longer than counting. */
const LOOK_EVERY = 64;

/**
 * Tells how far a long delivery is. It goes to n8n's log: the editor learns of a node's progress only
 * when the node has ended (n8n-core 2.41).
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

	/** One more has its outcome. */
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
