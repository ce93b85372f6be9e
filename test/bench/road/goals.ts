import { atLeast, atMost, type GoalResult } from '../throughput/goals.ts';
import type { RoadResult } from './RoadResult.ts';
import { APNS2_ROW, DEFAULT_ROW } from './rows.ts';

const MIN_OF_TUNED = 0.9;
const MIN_TIMES_APNS2 = 3;
/** As many as delivery had in flight on one connection when its limits were fixed. */
const MAX_IN_DOUBT_WITHOUT_DELAY = 400;

/** Compares the default settings with the goals, on each road. */
export function compareRoadsWithGoals(roads: readonly RoadResult[]): GoalResult[] {
	return roads.flatMap(({ road, title, rows }) => {
		const rowOf = (wanted: string) => rows.find(({ name }) => name === wanted);
		const own = rowOf(DEFAULT_ROW.name);
		if (own === undefined) return [];
		const apns2 = rowOf(APNS2_ROW.name);
		const goals = [atLeast(`${title}: arrived`, own.count, own.arrived)];
		if (own.ofTuned !== undefined) {
			const name = `${title}: rate, of the best hand-tuned`;
			goals.push(atLeast(name, MIN_OF_TUNED, own.ofTuned.median));
		}
		if (apns2 !== undefined) {
			const times = own.perSecond.median / apns2.perSecond.median;
			goals.push(atLeast(`${title}: rate, of apns2`, MIN_TIMES_APNS2, times));
		}
		if (road === '0' && own.inDoubt !== undefined) {
			goals.push(atMost(`${title}: in doubt`, MAX_IN_DOUBT_WITHOUT_DELAY, own.inDoubt));
		}
		return goals;
	});
}
