import { Bench } from '../Bench.ts';
import { number, table } from '../markdown.ts';
import type { FunctionTime } from '../measure/profiled.ts';
import { bareRows, comparedRows } from '../rows/rows.ts';
import type { Options } from './Options.ts';

const DEFAULT_COUNT = 50_000;

/** Each row's time, by function. */
export type Profiles = Record<string, readonly FunctionTime[]>;

/** Runs rows under V8's profiler, without the warm-up, and prints the functions that take the longest. */
export async function profileRows({ only, count = DEFAULT_COUNT }: Options): Promise<Profiles> {
	const rows = [...bareRows, ...comparedRows].filter(({ name }) =>
		only.length === 0 ? name === 'bare 200' || name === 'delivery' : only.includes(name),
	);
	const bench = await Bench.start(rows);
	const profiles: Profiles = {};
	for (const row of rows) {
		const { measurement, failure } = await bench.run(row, { count, profile: true });
		console.log(`\n${row.name}${failure === undefined ? '' : `: ${failure}`}\n`);
		if (measurement?.topFunctions === undefined) continue;
		profiles[row.name] = measurement.topFunctions;
		console.log(
			table<FunctionTime>(
				[
					['function', ({ name }) => `\`${name}\``],
					['self time', ({ share }) => `${number(share * 100, 1)} %`],
				],
				measurement.topFunctions,
			),
		);
	}
	await bench.stop();
	return profiles;
}
