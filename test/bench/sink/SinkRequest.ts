import type { SimulatorIdentity } from '../../simulator/identity.ts';

/** What the sink's process is asked. */
export type SinkRequest =
	| { readonly ask: 'latency'; readonly latencyMs: number }
	| { readonly ask: 'report' }
	| { readonly ask: 'stop' };

/** Where the sink is, and who it says it is. */
export interface SinkAddress {
	readonly port: number;
	readonly identity: SimulatorIdentity;
}

/** What the sink saw since the last report. */
export interface SinkReport {
	/** Requests that came to their end and were answered 200. */
	readonly accepted: number;
	/** Connections that were opened. */
	readonly connections: number;
	/** What the sink itself needed for it. */
	readonly cpuMicroseconds: number;
}
