import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../nodes/Apns/delivery/run/Attempt.ts';
import { DelayedAttempts } from '../../../nodes/Apns/delivery/run/DelayedAttempts.ts';

/** No other property is used while an attempt waits. */
const attempt = (index: number) => ({ index }) as Attempt;

describe('delayed attempts', () => {
	it('are none at first', () => {
		const delayed = new DelayedAttempts();
		expect(delayed.size).toBe(0);
		expect(delayed.nextDueMs).toBe(Infinity);
		expect(delayed.takeDue(Infinity)).toBeUndefined();
	});

	it('are taken when they are due, not a millisecond before', () => {
		const delayed = new DelayedAttempts();
		const waiting = attempt(0);
		delayed.add(waiting, 1_000);
		expect(delayed.takeDue(999)).toBeUndefined();
		expect(delayed.size).toBe(1);
		expect(delayed.takeDue(1_000)).toBe(waiting);
		expect(delayed.size).toBe(0);
	});

	it('behave as a sorted list would: none is lost, none comes twice, none overtakes', () => {
		const due = fc.integer({ min: 0, max: 50 });
		const step = fc.oneof(
			due.map((at) => ({ kind: 'add' as const, at })),
			due.map((at) => ({ kind: 'take' as const, at })),
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
				const delayed = new DelayedAttempts();
				const dueOf = new Map<Attempt, number>();
				for (const [index, { kind, at }] of steps.entries()) {
					if (kind === 'add') {
						const added = attempt(index);
						dueOf.set(added, at);
						delayed.add(added, at);
					} else {
						const earliest = Math.min(...dueOf.values());
						const taken = delayed.takeDue(at);
						if (earliest > at) {
							expect(taken).toBeUndefined();
						} else {
							expect(taken === undefined ? undefined : dueOf.get(taken)).toBe(earliest);
							dueOf.delete(taken!);
						}
					}
					expect(delayed.size).toBe(dueOf.size);
					expect(delayed.nextDueMs).toBe(Math.min(...dueOf.values()));
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('are quick to sort, by the hundred thousand', () => {
		const delayed = new DelayedAttempts();
		const count = 100_000;
		for (let i = 0; i < count; i += 1) delayed.add(attempt(i), (i * 7_919) % count);
		let last = -1;
		for (let i = 0; i < count; i += 1) {
			const { nextDueMs } = delayed;
			if (nextDueMs < last) throw new Error(`${nextDueMs} after ${last}`);
			last = nextDueMs;
			delayed.takeDue(Infinity);
		}
		expect(delayed.size).toBe(0);
	});
});
