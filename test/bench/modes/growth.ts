import { Bench } from '../Bench.ts';
import { number, spread, table } from '../markdown.ts';
import { comparedRows, type BenchRow } from '../rows/rows.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import type { Options } from './Options.ts';

/** The cost of a row for one number of tokens. */
export interface GrowthResult {
	readonly name: string;
	readonly count: number;
	readonly accepted: number;
	/** Elapsed time. */
	readonly microsecondsPerToken: Spread;
	/** Relative to the same row with the fewest tokens. */
	readonly timeRatio: number;
	/** Memory held after sending: the results. */
	readonly heldBytesPerToken: number;
	/** Peak memory minus memory before, including results and garbage. */
	readonly peakBytesPerToken: number;
}

const COUNTS = [10_000, 100_000, 1_000_000];
/** With a shorter warm-up, the smallest number would be slow because it is the first. */
const WARM_UP = 50_000;
const MAX_TIME_RATIO = 1.15;
/** The cost of n8n itself: time and memory for items. */
const NO_OP = "n8n's NoOp";
/** The peak of a million items and their results exceeds Node's default heap of 4 GB. */
const ENOUGH_HEAP = ['--max-old-space-size=16384'];

/** Measures whether the cost per token grows with the number of tokens, and prints it. */
export async function measureGrowth(options: Options): Promise<GrowthResult[]> {
	const rows = growthRows().filter(
		({ name }) => options.only.length === 0 || options.only.includes(name),
	);
	const counts = COUNTS.filter((count) => count <= (options.count ?? Infinity));
	const bench = await Bench.start(rows);
	const results: GrowthResult[] = [];
	for (const row of rows) {
		for (const count of counts) {
			const result = await measureOne(bench, row, count, options.rounds);
			const smallest = results.find(({ name }) => name === row.name) ?? result;
			const timeRatio = result.microsecondsPerToken.median / smallest.microsecondsPerToken.median;
			results.push({ ...result, timeRatio });
			console.log(`· ${row.name}: ${number(count)} measured`);
		}
	}
	await bench.stop();
	print(results);
	const grows = results.some(({ name, timeRatio }) => name !== NO_OP && timeRatio > MAX_TIME_RATIO);
	const loses = results.some(({ name, accepted, count }) => name !== NO_OP && accepted < count);
	if (options.check && (grows || loses)) process.exitCode = 1;
	return results;
}

function growthRows(): BenchRow[] {
	const delivery = comparedRows.find(({ name }) => name === 'delivery')!;
	const bulk = comparedRows.find(({ name }) => name === 'bulk')!;
	const emitting = (emit: string) => ({
		...bulk,
		name: `bulk emit ${emit}`,
		parameters: { ...bulk.parameters, options: { emit } },
	});
	const empty = { ...bulk, name: NO_OP, nodeType: 'n8n-nodes-base.noOp', parameters: {} };
	return [delivery, emitting('all'), emitting('problems'), empty];
}

async function measureOne(
	bench: Bench,
	row: BenchRow,
	count: number,
	rounds: number,
): Promise<Omit<GrowthResult, 'timeRatio'>> {
	const times: number[] = [];
	let last: Omit<GrowthResult, 'timeRatio' | 'microsecondsPerToken'> | undefined;
	for (let round = 0; round < rounds; round += 1) {
		const outcome = await bench.run(row, {
			count,
			warmUpCount: WARM_UP,
			execArgv: ENOUGH_HEAP,
		});
		const { measurement, failure, sink } = outcome;
		if (measurement === undefined) throw new Error(`${row.name}, ${count} tokens: ${failure}`);
		times.push((measurement.seconds * 1e6) / count);
		last = {
			name: row.name,
			count,
			accepted: sink.accepted,
			heldBytesPerToken: measurement.heldBytes / count,
			peakBytesPerToken: (measurement.peakBytes - measurement.bytesBefore) / count,
		};
	}
	return { ...last!, microsecondsPerToken: spreadOf(times)! };
}

function print(results: readonly GrowthResult[]): void {
	const text = table(
		[
			['row', ({ name }) => name],
			['tokens', ({ count }) => number(count)],
			['arrived', ({ accepted }) => number(accepted)],
			['µs per token', ({ microsecondsPerToken }) => spread(microsecondsPerToken, 1)],
			['of the fewest', ({ timeRatio }) => number(timeRatio, 2)],
			['held bytes per token', ({ heldBytesPerToken }) => number(heldBytesPerToken)],
			['peak bytes per token', ({ peakBytesPerToken }) => number(peakBytesPerToken)],
		],
		results,
	);
	console.log(`\n${text}`);
}
