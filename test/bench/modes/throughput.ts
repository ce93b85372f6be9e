import { Bench } from '../Bench.ts';
import { compareWithGoals, goalsTable, type GoalResult } from '../throughput/goals.ts';
import {
	chosenRows,
	measureThroughput,
	throughputTable,
	type Throughput,
} from '../throughput/throughput.ts';
import type { Options } from './Options.ts';

const DEFAULT_COUNT = 20_000;
/** The goals apply to this number of tokens. */
const CHECKED_COUNT = 100_000;

/** Measures how many notifications per second each row sends, and prints it. */
export async function throughputMode(
	options: Options,
): Promise<Throughput & { goals: readonly GoalResult[] }> {
	const { check, only, rounds } = options;
	const rows = chosenRows(only);
	const bench = await Bench.start(rows);
	const count = options.count ?? (check ? CHECKED_COUNT : DEFAULT_COUNT);
	const throughput = await measureThroughput(bench, rows, count, rounds);
	await bench.stop();
	console.log(`\n${throughputTable(throughput.summary)}`);
	const goals = compareWithGoals(throughput.summary);
	console.log(`\n${goalsTable(goals)}`);
	if (check && goals.some(({ isReached }) => !isReached)) process.exitCode = 1;
	return { ...throughput, goals };
}
