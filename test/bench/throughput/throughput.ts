import { Bench, countOf } from '../Bench.ts';
import { number, spread, table, type Column } from '../markdown.ts';
import { bareRows, comparedRows, type BenchRow } from '../rows/rows.ts';
import { resultOf, type RowResult, type RowSummary } from './RowResult.ts';
import { summarize } from './summarize.ts';

/** All rounds, and their summary. */
export interface Throughput {
	readonly rounds: ReadonlyArray<readonly RowResult[]>;
	readonly summary: readonly RowSummary[];
}

const columns: ReadonlyArray<Column<RowSummary>> = [
	['row', ({ name }) => name],
	['sent', ({ count }) => number(count)],
	['arrived', ({ accepted }) => number(accepted)],
	['said to be', ({ claimed }) => number(claimed)],
	['per second', ({ perSecond }) => spread(perSecond, 0)],
	['of bare', ({ rateRatio }) => spread(rateRatio)],
	['CPU µs each', ({ cpuMicroseconds }) => spread(cpuMicroseconds, 1)],
	['of bare', ({ cpuRatio }) => spread(cpuRatio)],
	['peak MB', ({ peakMegabytes }) => (peakMegabytes ? number(peakMegabytes.max) : '–')],
	['before', ({ beforeMegabytes }) => (beforeMegabytes ? number(beforeMegabytes.max) : '–')],
	['', ({ failures }) => [...new Set(failures)].join('; ')],
];

/** The named rows, plus the bare loops, which are the reference. */
export function chosenRows(only: readonly string[]): BenchRow[] {
	const compared = comparedRows.filter(({ name }) => only.length === 0 || only.includes(name));
	return [...bareRows, ...compared];
}

/** Measures every row once per round, one after the other. */
export async function measureThroughput(
	bench: Bench,
	rows: readonly BenchRow[],
	count: number,
	roundCount: number,
): Promise<Throughput> {
	// Warms up the sink, so that its code is compiled.
	await bench.run(bareRows[1]!, { count: 20_000 });
	const rounds: RowResult[][] = [];
	for (let round = 1; round <= roundCount; round += 1) {
		const results: RowResult[] = [];
		for (const row of rows) {
			const result = resultOf(row.name, countOf(row, count), await bench.run(row, { count }));
			console.log(`· round ${round}: ${row.name}: ${progressOf(result)}`);
			results.push(result);
		}
		rounds.push(results);
	}
	return { rounds, summary: summarize(rows, rounds) };
}

/** The printed table, and an explanation of its rows. */
export function throughputTable(summary: readonly RowSummary[]): string {
	const notes = summary.map(({ name, note }) => `- ${name}: ${note}`);
	return `${table(columns, summary)}\n\n${notes.join('\n')}`;
}

function progressOf(result: RowResult): string {
	const { perSecond, cpuMicroseconds, busy, sinkBusy, failure } = result;
	return (
		`${number(perSecond)}/s, ${number(cpuMicroseconds, 1)} µs; ` +
		`busy ${number(busy, 2)}, the sink ${number(sinkBusy, 2)}` +
		(failure === undefined ? '' : `; ${failure}`)
	);
}
