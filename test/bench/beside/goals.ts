import { atLeast, atMost, type GoalResult } from '../throughput/goals.ts';
import type { BesideResult } from './BesideResult.ts';
import { OUR_PHASES } from './phases.ts';

const MEDIAN_BEYOND_MS = 20;
const P99_BEYOND_MS = 150;
const P99_ROUND_TRIPS = 3;
const MIN_RATE_RATIO = 0.85;

/** Compares the webhook's pushes beside a bulk with those alone, and the bulk's rate likewise. */
export function compareBesideWithGoals(results: readonly BesideResult[]): GoalResult[] {
	return results.flatMap(({ answersMs, variant, alone, beside, aloneRate, besideRate }) => {
		const title = `${variant}, answers after ${answersMs} ms`;
		const medianMs = alone.medianMs + answersMs + MEDIAN_BEYOND_MS;
		const p99Ms = alone.p99Ms + P99_ROUND_TRIPS * answersMs + P99_BEYOND_MS;
		const goals = beside
			.filter(({ phase, calls }) => calls > 0 && OUR_PHASES.some((ours) => ours === phase))
			.flatMap((result) => [
				atMost(`${title}, ${result.phase}: p50 ms`, medianMs, result.medianMs),
				atMost(`${title}, ${result.phase}: p99 ms`, p99Ms, result.p99Ms),
			]);
		const rate = besideRate.median / aloneRate.median;
		return [...goals, atLeast(`${title}: the bulk's rate, of alone`, MIN_RATE_RATIO, rate)];
	});
}
