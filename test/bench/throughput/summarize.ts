import { spreadOf } from '../statistics.ts';
import { bareRows, type BenchRow } from '../rows/rows.ts';
import type { RowResult, RowSummary } from './RowResult.ts';

const bareNames = new Set(bareRows.map(({ name }) => name));

/**
 * The bare loop with the number of streams whose median is the fastest: the fastest run of a round would be
 * the luckiest of four.
 */
function referenceOf(rounds: ReadonlyArray<readonly RowResult[]>): string {
	const medians = [...bareNames].map((name) => ({
		name,
		median: spreadOf(rounds.map((round) => rowOf(round, name).perSecond))?.median ?? 0,
	}));
	return medians.reduce((best, one) => (one.median > best.median ? one : best)).name;
}

function rowOf(round: readonly RowResult[], name: string): RowResult {
	return round.find((row) => row.name === name)!;
}

/** Summarizes the rounds, row by row. */
export function summarize(
	rows: readonly BenchRow[],
	rounds: ReadonlyArray<readonly RowResult[]>,
): RowSummary[] {
	const reference = referenceOf(rounds);
	return rows.map(({ name, note = '' }) => {
		const pairs = rounds.map((round) => ({
			result: rowOf(round, name),
			reference: rowOf(round, reference),
		}));
		const results = pairs.map(({ result }) => result);
		const of = (value: (result: RowResult, reference: RowResult) => number) =>
			spreadOf(
				pairs.map(({ result, reference }) => value(result, reference)).filter(Number.isFinite),
			);
		return {
			name,
			note,
			count: results[0]!.count,
			perSecond: of(({ perSecond }) => perSecond)!,
			cpuMicroseconds: of(({ cpuMicroseconds }) => cpuMicroseconds),
			peakMegabytes: of(({ peakMegabytes }) => peakMegabytes),
			beforeMegabytes: of(({ beforeMegabytes }) => beforeMegabytes),
			accepted: Math.min(...results.map(({ accepted }) => accepted)),
			claimed: Math.min(...results.map(({ claimed }) => claimed)),
			rateRatio: of((result, reference) => result.perSecond / reference.perSecond)!,
			cpuRatio: of((result, reference) => result.cpuMicroseconds / reference.cpuMicroseconds),
			failures: results.flatMap(({ failure }) => failure ?? []),
		};
	});
}
