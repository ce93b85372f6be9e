/** What a road does to packets. Each direction has half of the times, and the whole loss. */
export interface RoadShape {
	/** How the command line calls it. */
	readonly name: string;
	readonly title: string;
	readonly roundTripMs: number;
	/** The round trip takes so much more or less, evenly distributed; packets keep their order. */
	readonly jitterMs: number;
	/** Of the packets of each direction. */
	readonly lossPercent: number;
}

/** The roads of the benchmark. */
export const ROADS: readonly RoadShape[] = [
	{ name: '0', title: 'no delay', roundTripMs: 0, jitterMs: 0, lossPercent: 0 },
	{ name: '10', title: '10 ms', roundTripMs: 10, jitterMs: 0, lossPercent: 0 },
	{ name: '50', title: '50 ms ± 10', roundTripMs: 50, jitterMs: 10, lossPercent: 0 },
	{ name: '150', title: '150 ms', roundTripMs: 150, jitterMs: 0, lossPercent: 0 },
	{ name: 'loss', title: '50 ms ± 10, 1 % loss', roundTripMs: 50, jitterMs: 10, lossPercent: 1 },
];
