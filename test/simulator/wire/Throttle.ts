const TICK_MS = 20;

/** Passes bytes on at a given rate, in order. */
export class Throttle {
	readonly #bytesPerTick: number;
	readonly #deliver: (slice: Buffer) => void;
	readonly #waiting: Array<{ bytes: Buffer; delivered: () => void }> = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(bytesPerSecond: number, deliver: (slice: Buffer) => void) {
		this.#bytesPerTick = Math.max(1, Math.floor((bytesPerSecond * TICK_MS) / 1000));
		this.#deliver = deliver;
	}

	/** Queues bytes; `delivered` is called when the last of them was passed on. */
	push(bytes: Buffer, delivered: () => void = () => {}): void {
		this.#waiting.push({ bytes, delivered });
		this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
	}

	/** Drops the queued bytes. */
	stop(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#waiting.length = 0;
	}

	#tick(): void {
		let budget = this.#bytesPerTick;
		for (let next = this.#waiting[0]; next && budget > 0; next = this.#waiting[0]) {
			const slice = next.bytes.subarray(0, budget);
			next.bytes = next.bytes.subarray(slice.length);
			budget -= slice.length;
			if (slice.length > 0) this.#deliver(slice);
			if (next.bytes.length > 0) continue;
			this.#waiting.shift();
			next.delivered();
		}
		if (this.#waiting.length === 0) this.stop();
	}
}
