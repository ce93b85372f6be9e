import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** How long one turn of n8n's event loop is held. */
const TURN_MS = 2;
/** The same after standing back in vain. */
const LONG_TURN_MS = 10;

/** If a turn of the event loop takes this long without us, something else is going on in n8n. */
const OTHERS_MS = 1;

/**
 * How long to stand back before looking again, each time. Short at first: it may have been garbage collection.
 * Then it goes on, for a busy n8n must not stop us for good.
 */
const STAND_BACK_MS = [2, 4, 8, 16, 20];

/** Others need little enough of the event loop to go on. A list that is being sent needs a quarter of it. */
const QUIET = 0.5;

/** Members visited before the clock is read again. */
const BETWEEN_LOOKS = 16;

/** The event loop. */
export interface Loop {
	nowMs(): number;
	/** Resolves in the next turn. */
	turn(): Promise<void>;
	wait(ms: number): Promise<void>;
	/** As `performance.eventLoopUtilization`. */
	utilization(since?: EventLoopUtilization): EventLoopUtilization;
}

/**
 * Divides long computations into short turns of n8n's event loop, one computation at a time, and stands back
 * while others need the loop. An execution of n8n takes hundreds of turns: if each were only a few milliseconds
 * longer, a webhook would wait for a second.
 */
export class Turns {
	readonly #loop: Loop;
	readonly #waiting: Array<(turnMs: number) => void> = [];
	#isGiving = false;
	/** When a computation of ours last ended its turn. */
	#leftMs = 0;

	constructor(loop: Loop) {
		this.#loop = loop;
	}

	/** Visits each member of a list, in order. Rejects with what a visit throws. */
	async each<T>(list: readonly T[], visit: (member: T, index: number) => void): Promise<void> {
		let endsMs = this.#loop.nowMs() + TURN_MS;
		for (let index = 0; index < list.length; index += 1) {
			if (index % BETWEEN_LOOKS === 0 && this.#loop.nowMs() >= endsMs) {
				const turnMs = await this.#next();
				endsMs = this.#loop.nowMs() + turnMs;
			}
			visit(list[index]!, index);
		}
	}

	/** What `visit` makes of each member, in order. Rejects with what a visit throws. */
	async map<T, U>(list: readonly T[], visit: (member: T, index: number) => U): Promise<U[]> {
		const made: U[] = [];
		await this.each(list, (member, index) => {
			made.push(visit(member, index));
		});
		return made;
	}

	async #next(): Promise<number> {
		this.#leftMs = this.#loop.nowMs();
		return await new Promise((resolve) => {
			this.#waiting.push(resolve);
			if (!this.#isGiving) void this.#give();
		});
	}

	async #give(): Promise<void> {
		this.#isGiving = true;
		for (;;) {
			await this.#loop.turn();
			const next = this.#waiting.shift();
			if (next === undefined) break;
			const isBusy = this.#loop.nowMs() - this.#leftMs > OTHERS_MS;
			next(isBusy && !(await this.#standBack()) ? LONG_TURN_MS : TURN_MS);
		}
		this.#isGiving = false;
	}

	/** Returns whether others need the loop no more. */
	async #standBack(): Promise<boolean> {
		for (const ms of STAND_BACK_MS) {
			const before = this.#loop.utilization();
			await this.#loop.wait(ms);
			if (this.#loop.utilization(before).utilization < QUIET) return true;
		}
		return false;
	}
}

/** The turns that all executions of this process share. */
export const turns = new Turns({
	nowMs: () => performance.now(),
	turn: async () => await new Promise((resolve) => setImmediate(resolve)),
	wait: async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
	utilization: (since) => performance.eventLoopUtilization(since),
});
