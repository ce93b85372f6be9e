import type { Spread } from '../statistics.ts';
import type { PhaseResult } from './phases.ts';

/** One variant of bulks, with and without a webhook beside them. */
export interface BesideResult {
	readonly variant: string;
	/** How long the sink waits before it answers. */
	readonly answersMs: number;
	readonly alone: PhaseResult;
	readonly beside: readonly PhaseResult[];
	/** Notifications a second of all bulks, from the start of the first node until the last has returned. */
	readonly aloneRate: Spread;
	readonly besideRate: Spread;
	/** The fewest notifications of the bulks that arrived in any round, with all bulks together. */
	readonly arrived: number;
	readonly count: number;
}
