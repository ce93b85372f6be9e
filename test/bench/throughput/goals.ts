import { number, table } from '../markdown.ts';
import type { RowSummary } from './RowResult.ts';

/** A goal of a row, and the value that it reached. */
export interface GoalResult {
	readonly name: string;
	readonly goal: string;
	/** NaN if the row was not measured. */
	readonly reached: number;
	readonly isReached: boolean;
}

const MIN_RATE_RATIOS: Readonly<Record<string, number>> = {
	delivery: 0.95,
	bulk: 0.9,
	send: 0.85,
	'send with expressions': 0.75,
};
const MAX_DELIVERY_CPU_RATIO = 1.1;
const MIN_TIMES_APNS2 = 3;

/** Compares medians with the goals of the measured rows. */
export function compareWithGoals(summary: readonly RowSummary[]): GoalResult[] {
	const rowOf = (name: string) => summary.find((row) => row.name === name);
	const results: GoalResult[] = [];
	for (const [name, goal] of Object.entries(MIN_RATE_RATIOS)) {
		const row = rowOf(name);
		if (row === undefined) continue;
		results.push(atLeast(`${name}: rate, of bare`, goal, row.rateRatio.median));
		results.push(atLeast(`${name}: arrived`, row.count, row.accepted));
		results.push(atLeast(`${name}: said to be accepted`, row.count, row.claimed));
	}
	const delivery = rowOf('delivery')?.cpuRatio?.median;
	if (delivery !== undefined) {
		results.push(atMost('delivery: CPU, of bare', MAX_DELIVERY_CPU_RATIO, delivery));
	}
	const apns2 = rowOf('apns2')?.cpuMicroseconds?.median;
	for (const name of ['delivery', 'bulk']) {
		const own = rowOf(name)?.cpuMicroseconds?.median;
		if (apns2 === undefined || own === undefined) continue;
		results.push(atLeast(`${name}: per CPU second, of apns2`, MIN_TIMES_APNS2, apns2 / own));
	}
	return results;
}

/** The text printed under the table. */
export function goalsTable(results: readonly GoalResult[]): string {
	return table(
		[
			['goal', ({ name }) => name],
			['wanted', ({ goal }) => goal],
			['reached', ({ reached }) => number(reached, reached > 100 ? 0 : 2)],
			['', ({ isReached }) => (isReached ? 'yes' : 'NO')],
		],
		results,
	);
}

/** A goal that is reached by a value as large as that. */
export function atLeast(name: string, goal: number, reached: number): GoalResult {
	return {
		name,
		goal: `≥ ${number(goal, goal > 100 ? 0 : 2)}`,
		reached,
		isReached: reached >= goal,
	};
}

/** A goal that is reached by a value as small as that. */
export function atMost(name: string, goal: number, reached: number): GoalResult {
	return {
		name,
		goal: `≤ ${number(goal, goal > 100 ? 0 : 2)}`,
		reached,
		isReached: reached <= goal,
	};
}
