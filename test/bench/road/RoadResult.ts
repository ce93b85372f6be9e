import type { StreamsReport } from '../measure/streamsProcess.ts';
import { spreadOf, type Spread } from '../statistics.ts';
import { TUNED_ROWS } from './rows.ts';

/** One row on one road. */
export interface RoadRowResult extends StreamsReport {
	readonly name: string;
	readonly count: number;
	/** Notifications that arrived, per second. */
	readonly perSecond: Spread;
	/** The fewest that arrived in any round. */
	readonly arrived: number;
	/** Relative to the best hand-tuned row of the same round. Undefined if none was measured. */
	readonly ofTuned: Spread | undefined;
	readonly failures: readonly string[];
}

/** A row as it was measured. */
export interface RoadRow {
	readonly name: string;
	readonly count: number;
	readonly rounds: ReadonlyArray<{
		readonly perSecond: number;
		readonly arrived: number;
		readonly failure: string | undefined;
	}>;
	readonly streams: StreamsReport;
}

/** Everything that was measured on one road. */
export interface RoadResult {
	readonly road: string;
	readonly title: string;
	readonly rows: readonly RoadRowResult[];
}

const tunedNames = new Set(TUNED_ROWS.map(({ name }) => name));

/** Summarizes the rounds of one road. The best hand-tuned row is the one with the highest median. */
export function summarizeRoad(rows: readonly RoadRow[]): RoadRowResult[] {
	const rates = (row: RoadRow) => row.rounds.map(({ perSecond }) => perSecond);
	const median = (row: RoadRow) => spreadOf(rates(row))?.median ?? 0;
	const best = rows
		.filter(({ name }) => tunedNames.has(name))
		.toSorted((one, other) => median(other) - median(one))[0];
	return rows.map((row) => ({
		name: row.name,
		count: row.count,
		perSecond: spreadOf(rates(row))!,
		arrived: Math.min(...row.rounds.map(({ arrived }) => arrived)),
		ofTuned:
			best && spreadOf(rates(row).map((rate, round) => rate / best.rounds[round]!.perSecond)),
		failures: row.rounds.flatMap(({ failure }) => failure ?? []),
		...row.streams,
	}));
}
