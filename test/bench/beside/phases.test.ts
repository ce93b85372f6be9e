import { describe, expect, test } from 'vitest';
import { resultAlone, resultsBeside } from './phases.ts';
import type { Scene } from './Stage.ts';

const bulk = { sender: 1, startMs: 100, endMs: 500 };
const arrivals = { sender: 1, count: 9, firstMs: 200, lastMs: 400 };

function scene(calls: number[], waitedMs: number): Scene {
	const pushes = calls.map((calledMs, index) => [index, calledMs + waitedMs] as const);
	return { calls, pushes, startedMs: 40, runs: [bulk], bulks: [arrivals] };
}

describe('phases of a bulk', () => {
	test('a call belongs to the phase in which it was made, and to none before there is a bulk', () => {
		const results = resultsBeside([scene([30, 50, 150, 250, 350, 450, 550], 7)], []);
		expect(results.map(({ phase, calls }) => [phase, calls])).toEqual([
			['prepares', 1],
			['sends', 2],
			['finishes', 1],
			['n8n', 2],
		]);
		expect(results.map(({ medianMs }) => medianMs)).toEqual([7, 7, 7, 7]);
	});

	test('a push that never arrives is counted, as endless', () => {
		const lost = { ...scene([250], 7), pushes: [] };
		const sends = resultsBeside([lost], []).find(({ phase }) => phase === 'sends');
		expect(sends).toMatchObject({ calls: 1, p99Ms: Infinity });
	});

	test('a late tick tells of the phase in which it was due', () => {
		const results = resultsBeside([scene([0, 600], 7)], [[450, 300]]);
		const late = results.filter(({ loopMaxMs }) => loopMaxMs === 300);
		expect(late.map(({ phase }) => phase)).toEqual(['prepares']);
	});

	test('beside several bulks, one that prepares decides', () => {
		const second = { sender: 2, startMs: 240, endMs: 900 };
		const two = { ...scene([0, 250, 1_000], 7), runs: [bulk, second] };
		const prepares = resultsBeside([two], []).find(({ phase }) => phase === 'prepares');
		expect(prepares?.calls).toBe(1);
	});

	test('alone, every call counts', () => {
		const alone = { ...scene([1, 2, 3], 5), runs: [], bulks: [] };
		expect(resultAlone([alone], [[2, 4]])).toMatchObject({ calls: 3, medianMs: 5, loopMaxMs: 4 });
	});
});
