import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns, type Loop } from '../../../../nodes/Apns/actions/notification/sending/turns.ts';

/** An event loop in which time passes by visits, by others, and by waiting. */
class FakeLoop implements Loop {
	#nowMs = 0;
	#activeMs = 0;
	/** How long others hold each turn. */
	othersMs = 0;
	/** Longest time for which a computation held a turn. */
	longestMs = 0;
	waits = 0;
	#turnBeganMs = 0;

	nowMs = () => this.#nowMs;

	/** A computation works. */
	work(ms: number): void {
		this.#pass(ms);
		this.longestMs = Math.max(this.longestMs, this.#nowMs - this.#turnBeganMs);
	}

	async turn(): Promise<void> {
		await Promise.resolve();
		this.#pass(this.othersMs);
		this.#turnBeganMs = this.#nowMs;
	}

	async wait(ms: number): Promise<void> {
		await Promise.resolve();
		this.waits += 1;
		this.#activeMs += Math.min(ms, this.othersMs > 0 ? ms : 0);
		this.#nowMs += ms;
		this.#turnBeganMs = this.#nowMs;
	}

	utilization(since?: { active: number; idle: number }) {
		const active = this.#activeMs - (since?.active ?? 0);
		const idle = this.#nowMs - this.#activeMs - (since?.idle ?? 0);
		return { active, idle, utilization: active + idle === 0 ? 0 : active / (active + idle) };
	}

	#pass(ms: number): void {
		this.#nowMs += ms;
		this.#activeMs += ms;
	}
}

const list = (length: number) => [...Array(length).keys()];

describe('a long computation', () => {
	it('visits everything in order, beside any others', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(300), { minLength: 1, maxLength: 4 }),
				fc.constantFrom(0, 0.1, 1, 50),
				async (lengths, othersMs) => {
					const loop = new FakeLoop();
					loop.othersMs = othersMs;
					const turns = new Turns(loop);
					const visited = lengths.map(() => [] as number[]);
					await Promise.all(
						lengths.map(async (length, which) => {
							await turns.each(list(length), (member) => {
								loop.work(0.1);
								visited[which]!.push(member);
							});
						}),
					);
					expect(visited).toEqual(lengths.map(list));
				},
			),
		);
	});

	it('holds no turn for longer than some milliseconds, and does not wait if it is alone', async () => {
		const loop = new FakeLoop();
		await new Turns(loop).each(list(10_000), () => loop.work(0.1));
		expect(loop.longestMs).toBeLessThan(4);
		expect(loop.waits).toBe(0);
		expect(loop.nowMs()).toBeCloseTo(1000);
	});

	it('stands back while others need the event loop', async () => {
		const loop = new FakeLoop();
		loop.othersMs = 5;
		let doneBefore = 0;
		await new Turns(loop).each(list(1000), (member) => {
			if (loop.nowMs() < 100) doneBefore = member;
			loop.work(0.1);
		});
		expect(doneBefore).toBeLessThan(300);
	});

	it('is never stopped for good: however busy others are, it gets a sixth of the time', async () => {
		const loop = new FakeLoop();
		loop.othersMs = 2;
		await new Turns(loop).each(list(10_000), () => loop.work(0.1));
		expect(loop.nowMs()).toBeLessThan(7000);
	});

	it('ends with what a visit throws, and does not hold up the others', async () => {
		const loop = new FakeLoop();
		const turns = new Turns(loop);
		const failing = turns.each(list(100), (member) => {
			loop.work(1);
			if (member === 60) throw new RangeError('at 60');
		});
		const other = turns.each(list(100), () => loop.work(1));
		await expect(failing).rejects.toThrow('at 60');
		await other;
	});
});
