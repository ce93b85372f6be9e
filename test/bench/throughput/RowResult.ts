import type { RowOutcome } from '../measure/runRow.ts';
import type { Spread } from '../statistics.ts';

/** One row in one round. */
export interface RowResult {
	readonly name: string;
	readonly count: number;
	/** Notifications that arrived at the sink, per second. */
	readonly perSecond: number;
	/** CPU time of the sender's process for each notification that arrived. NaN if it could not report it. */
	readonly cpuMicroseconds: number;
	readonly peakMegabytes: number;
	/** Memory of the process before sending. */
	readonly beforeMegabytes: number;
	readonly accepted: number;
	/** Accepted notifications, as reported by the sender. */
	readonly claimed: number;
	readonly failure: string | undefined;
	/** CPU time of the sink for each notification: shows whether it was the bottleneck. */
	readonly sinkCpuMicroseconds: number;
	/** CPU seconds per second, of sender and sink. */
	readonly busy: number;
	readonly sinkBusy: number;
}

/** Results of a row over all rounds. */
export interface RowSummary {
	readonly name: string;
	readonly note: string;
	readonly count: number;
	readonly perSecond: Spread;
	readonly cpuMicroseconds: Spread | undefined;
	readonly peakMegabytes: Spread | undefined;
	readonly beforeMegabytes: Spread | undefined;
	/** The fewest that arrived in any round. */
	readonly accepted: number;
	/** The fewest that the sender reported as accepted. */
	readonly claimed: number;
	/** Relative to the bare loop of the same round, with its fastest number of streams. */
	readonly rateRatio: Spread;
	readonly cpuRatio: Spread | undefined;
	readonly failures: readonly string[];
}

/** Converts a measurement to the units of the table. */
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
