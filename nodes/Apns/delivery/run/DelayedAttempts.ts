import type { Attempt } from './Attempt.ts';

/** Attempts that wait until they are due, earliest first: a binary heap. */
export class DelayedAttempts {
	readonly #heap: Array<{ readonly attempt: Attempt; readonly dueMs: number }> = [];

	get size(): number {
		return this.#heap.length;
	}

	/** When the earliest is due; Infinity if there is none. */
	get nextDueMs(): number {
		return this.#heap[0]?.dueMs ?? Infinity;
	}

	add(attempt: Attempt, dueMs: number): void {
		const heap = this.#heap;
		let at = heap.push({ attempt, dueMs }) - 1;
		while (at > 0) {
			const parent = (at - 1) >> 1;
			if (heap[parent]!.dueMs <= dueMs) break;
			this.#swap(at, parent);
			at = parent;
		}
	}

	/** Removes and returns the earliest, if it is due. */
	takeDue(nowMs: number): Attempt | undefined {
		const heap = this.#heap;
		if (heap.length === 0 || this.nextDueMs > nowMs) return undefined;
		this.#swap(0, heap.length - 1);
		const taken = heap.pop()!.attempt;
		let at = 0;
		for (;;) {
			const left = 2 * at + 1;
			if (left >= heap.length) return taken;
			const right = left + 1;
			const child = right < heap.length && heap[right]!.dueMs < heap[left]!.dueMs ? right : left;
			if (heap[at]!.dueMs <= heap[child]!.dueMs) return taken;
			this.#swap(at, child);
			at = child;
		}
	}

	#swap(a: number, b: number): void {
		const heap = this.#heap;
		[heap[a], heap[b]] = [heap[b]!, heap[a]!];
	}
}
