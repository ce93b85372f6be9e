import { comparedRows, type BenchRow } from '../rows/rows.ts';

/** What a user gets who sets nothing. */
export const DEFAULT_ROW: BenchRow = { name: 'default', module: 'delivery' };

/** What a user gets who knows this road. */
export const TUNED_ROWS: readonly BenchRow[] = [
	tuned(1, 400),
	tuned(1, 1_000),
	tuned(3, 400),
	tuned(3, 1_000),
];

/** Loops with a fixed number of streams. */
export const BARE_ROWS: readonly BenchRow[] = [bare(1, 400), bare(1, 1_000), bare(3, 1_000)];

/** The library for comparison. It is slow on a long road, and its rate does not depend on the number. */
export const APNS2_ROW: BenchRow = {
	...comparedRows.find(({ name }) => name === 'apns2')!,
	maxCount: 5_000,
};

/** All rows of a road. */
export const ROAD_ROWS = [DEFAULT_ROW, ...TUNED_ROWS, ...BARE_ROWS, APNS2_ROW];

function tuned(maxConnections: number, streams: number): BenchRow {
	const name = `tuned ${maxConnections}×${streams}`;
	return { name, module: 'delivery', maxConnections, streams };
}

function bare(maxConnections: number, streams: number): BenchRow {
	const name = `bare ${maxConnections}×${streams}`;
	return { name, module: 'bare', maxConnections, streams };
}
