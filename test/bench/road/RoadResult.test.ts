import { expect, test } from 'vitest';
import { compareRoadsWithGoals } from './goals.ts';
import { summarizeRoad, type RoadRow } from './RoadResult.ts';

const row = (name: string, ...rates: number[]): RoadRow => ({
	name,
	count: 10,
	rounds: rates.map((perSecond) => ({ perSecond, arrived: 10, failure: undefined })),
	streams: { mostConnections: 1, mostStreams: 10, inDoubt: 401 },
});

const rows = [
	row('default', 80, 95, 90),
	row('tuned 1×400', 100, 100, 100),
	row('tuned 3×1000', 10, 110, 10),
	row('apns2', 40, 40, 40),
];

test('the default settings are compared with the best median, round by round', () => {
	const [own] = summarizeRoad(rows);
	expect(own?.ofTuned).toEqual({ median: 0.9, min: 0.8, max: 0.95 });
});

test('a goal is missed below 0.90 of the best, below 3 × apns2, and above 400 in doubt without delay', () => {
	const roads = [{ road: '0', title: 'no delay', rows: summarizeRoad(rows) }];
	const goals = compareRoadsWithGoals(roads).map(({ name, isReached }) => [name, isReached]);
	expect(goals).toEqual([
		['no delay: arrived', true],
		['no delay: rate, of the best hand-tuned', true],
		['no delay: rate, of apns2', false],
		['no delay: in doubt', false],
	]);
});
