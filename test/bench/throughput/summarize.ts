import { spreadOf } from '../statistics.ts';
import { bareRows, type BenchRow } from '../rows/rows.ts';
import type { RowResult, RowSummary } from './RowResult.ts';

const bareNames = new Set(bareRows.map(({ name }) => name));

/** The bare loop at the number of streams at which it was fastest in this round. */
export function referenceOf(round: readonly RowResult[]): RowResult {
	const bare = round.filter(({ name }) => bareNames.has(name));
	return bare.reduce((best, row) => (row.perSecond > best.perSecond ? row : best));
}

/** Puts the rounds together, row by row. */
export function summarize(
	rows: readonly BenchRow[],
	rounds: ReadonlyArray<readonly RowResult[]>,
): RowSummary[] {
	return rows.map(({ name, note = '' }) => {
		const pairs = rounds.map((round) => ({
			result: round.find((one) => one.name === name)!,
			reference: referenceOf(round),
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
