import { Bench } from '../Bench.ts';
import { number, spread, table } from '../markdown.ts';
import type { BenchRow } from '../rows/rows.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import { resultOf } from '../throughput/RowResult.ts';
import type { Options } from './Options.ts';

/** The result of a row with high latency. */
export interface RoundTripResult {
	readonly name: string;
	readonly perSecond: Spread;
	readonly accepted: number;
}

const DEFAULT_COUNT = 20_000;

const rows: readonly BenchRow[] = [
	{ name: 'bare, 400 streams', module: 'bare', streams: 400 },
	{ name: 'bare, 1,000 streams', module: 'bare', streams: 1_000 },
	deliveryWith(1, 400),
	deliveryWith(3, 400),
	deliveryWith(1, 1_000),
	deliveryWith(3, 1_000),
];

/** Measures the throughput with delayed answers, and prints it. */
export async function measureRoundTrip(
	options: Options,
	latencyMs: number,
): Promise<RoundTripResult[]> {
	const count = options.count ?? DEFAULT_COUNT;
	const bench = await Bench.start(rows);
	await bench.sink.setLatency(latencyMs);
	const rounds = new Map<string, { perSecond: number; accepted: number }[]>();
	for (let round = 0; round < options.rounds; round += 1) {
		for (const row of rows) {
			const result = resultOf(row.name, count, await bench.run(row, { count }));
			rounds.set(row.name, [...(rounds.get(row.name) ?? []), result]);
			console.log(`· ${row.name}: ${number(result.perSecond)}/s`);
		}
	}
	await bench.stop();
	const results = [...rounds].map(([name, all]) => ({
		name,
		perSecond: spreadOf(all.map(({ perSecond }) => perSecond))!,
		accepted: Math.min(...all.map(({ accepted }) => accepted)),
	}));
	console.log(`\nAnswers after ${latencyMs} ms:\n`);
	console.log(
		table(
			[
				['row', ({ name }) => name],
				['per second', ({ perSecond }) => spread(perSecond, 0)],
				['arrived', ({ accepted }) => number(accepted)],
			],
			results,
		),
	);
	return results;
}

function deliveryWith(maxConnections: number, streams: number): BenchRow {
	const connections = maxConnections === 1 ? '1 connection' : `${maxConnections} connections`;
	const name = `delivery, ${connections} of ${number(streams)} streams`;
	return { name, module: 'delivery', maxConnections, streams };
}
