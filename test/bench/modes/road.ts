import { Bench, countOf } from '../Bench.ts';
import { number, spread, table } from '../markdown.ts';
import { compareRoadsWithGoals } from '../road/goals.ts';
import { Road } from '../road/Road.ts';
import {
	summarizeRoad,
	type RoadResult,
	type RoadRow,
	type RoadRowResult,
} from '../road/RoadResult.ts';
import { ROADS, type RoadShape } from '../road/RoadShape.ts';
import { ROAD_ROWS } from '../road/rows.ts';
import type { BenchRow } from '../rows/rows.ts';
import { resultOf } from '../throughput/RowResult.ts';
import { goalsTable, type GoalResult } from '../throughput/goals.ts';
import type { Options } from './Options.ts';

/** All roads, and the goals. */
export interface RoadReport {
	readonly roads: readonly RoadResult[];
	readonly goals: readonly GoalResult[];
}

const DEFAULT_COUNT = 20_000;
/** The exit code of a measurement that this machine cannot make. */
const NOT_POSSIBLE = 2;

/**
 * Measures the throughput between two hosts with a road between them, and prints it.
 *
 * @param names of roads; none: all
 */
export async function measureRoads(
	options: Options,
	names: readonly string[],
): Promise<RoadReport> {
	const missing = Road.missing();
	if (missing !== undefined) {
		console.error(`--road cannot build a road on this machine. It needs ${missing}.`);
		process.exit(NOT_POSSIBLE);
	}
	const unknown = names.find((wanted) => !ROADS.some(({ name }) => name === wanted));
	if (unknown !== undefined) {
		const known = ROADS.map(({ name }) => name).join(', ');
		console.error(`There is no road "${unknown}". Roads: ${known}.`);
		process.exit(NOT_POSSIBLE);
	}
	// The namespaces are removed when the process exits, which it does not do by a signal.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
	const rows = ROAD_ROWS.filter(
		({ name }) => options.only.length === 0 || options.only.includes(name),
	);
	const roads: RoadResult[] = [];
	for (const shape of ROADS.filter(({ name }) => names.length === 0 || names.includes(name))) {
		roads.push(await measureRoad(shape, rows, options));
	}
	const goals = compareRoadsWithGoals(roads);
	console.log(`\n${goalsTable(goals)}`);
	if (options.check && goals.some(({ isReached }) => !isReached)) process.exitCode = 1;
	return { roads, goals };
}

async function measureRoad(
	shape: RoadShape,
	rows: readonly BenchRow[],
	{ count = DEFAULT_COUNT, rounds }: Options,
): Promise<RoadResult> {
	const { name: road, title } = shape;
	const built = await Road.build(shape);
	const bench = await Bench.start(rows, built);
	console.log(`· ${title}: ${built.kind}`);
	const measured: RoadRow[] = [];
	for (const row of rows) {
		// The first run also compiles the sink.
		const streams = await bench.breakConnection(row, count);
		measured.push({ name: row.name, count: countOf(row, count), rounds: [], streams });
		console.log(`· ${title}: ${row.name}: ${number(streams.mostStreams)} streams`);
	}
	for (let round = 1; round <= rounds; round += 1) {
		for (const [index, row] of rows.entries()) {
			const result = resultOf(row.name, countOf(row, count), await bench.run(row, { count }));
			const { perSecond, accepted: arrived, failure } = result;
			const soFar = measured[index]!;
			measured[index] = { ...soFar, rounds: [...soFar.rounds, { perSecond, arrived, failure }] };
			console.log(`· ${title}, round ${round}: ${row.name}: ${number(perSecond)}/s`);
		}
	}
	await bench.stop();
	const carried = await built.close();
	if (carried !== undefined) {
		const { carried: packets, lost, meanLateMs, maxLateMs } = carried;
		const late = `${number(meanLateMs, 2)} ms late on average, ${number(maxLateMs, 1)} at most`;
		console.log(`· ${title}: ${number(packets)} packets, ${number(lost)} lost; ${late}`);
	}
	const result = { road, title, rows: summarizeRoad(measured) };
	print(result);
	return result;
}

function print({ title, rows }: RoadResult): void {
	const text = table<RoadRowResult>(
		[
			[title, ({ name }) => name],
			['sent', ({ count }) => number(count)],
			['arrived', ({ arrived }) => number(arrived)],
			['per second', ({ perSecond }) => spread(perSecond, 0)],
			['of the best tuned', ({ ofTuned }) => spread(ofTuned)],
			['connections', ({ mostConnections }) => number(mostConnections)],
			['streams', ({ mostStreams }) => number(mostStreams)],
			['in doubt', ({ inDoubt }) => (inDoubt === undefined ? '–' : number(inDoubt))],
			['', ({ failures }) => [...new Set(failures)].join('; ')],
		],
		rows,
	);
	console.log(`\n${text}\n`);
}
