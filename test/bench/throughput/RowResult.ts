import type { RowOutcome } from '../measure/runRow.ts';
import type { Spread } from '../statistics.ts';

/** One row in one round. */
export interface RowResult {
	readonly name: string;
	readonly count: number;
	/** Notifications that arrived at the sink, a second. */
	readonly perSecond: number;
	/** Of the sender's process, for each notification that arrived. NaN where it could not say. */
	readonly cpuMicroseconds: number;
	readonly peakMegabytes: number;
	/** What the process had before it began to send. */
	readonly beforeMegabytes: number;
	readonly accepted: number;
	/** What the sender says. */
	readonly claimed: number;
	readonly failure: string | undefined;
	/** What the sink's process needed for each: whether it was the bottleneck. */
	readonly sinkCpuMicroseconds: number;
	/** Seconds of CPU a second, of the sender and of the sink. */
	readonly busy: number;
	readonly sinkBusy: number;
}

/** A row over all rounds. */
export interface RowSummary {
	readonly name: string;
	readonly note: string;
	readonly count: number;
	readonly perSecond: Spread;
	readonly cpuMicroseconds: Spread | undefined;
	readonly peakMegabytes: Spread | undefined;
	readonly beforeMegabytes: Spread | undefined;
	/** The fewest that arrived in a round. */
	readonly accepted: number;
	/** The fewest that the sender said were accepted. */
	readonly claimed: number;
	/** To the bare loop of the same round, at the number of streams at which it is fastest. */
	readonly rateRatio: Spread;
	readonly cpuRatio: Spread | undefined;
	readonly failures: readonly string[];
}

/** What was measured, in the units of the table. */
export function resultOf(name: string, count: number, outcome: RowOutcome): RowResult {
	const { measurement, failure, elapsedSeconds, sink } = outcome;
	const seconds = measurement?.seconds ?? elapsedSeconds;
	const cpuMicroseconds = measurement?.cpuMicroseconds ?? NaN;
	return {
		name,
		count,
		perSecond: sink.accepted / seconds,
		cpuMicroseconds: cpuMicroseconds / sink.accepted,
		peakMegabytes: (measurement?.peakBytes ?? NaN) / 1e6,
		beforeMegabytes: (measurement?.bytesBefore ?? NaN) / 1e6,
		accepted: sink.accepted,
		claimed: measurement?.claimed ?? 0,
		failure,
		sinkCpuMicroseconds: sink.cpuMicroseconds / sink.accepted,
		busy: cpuMicroseconds / 1e6 / seconds,
		sinkBusy: sink.cpuMicroseconds / 1e6 / seconds,
	};
}
