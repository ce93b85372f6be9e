import type { SimulatorIdentity } from '../../simulator/identity.ts';

/** A request to the sink's process. */
export type SinkRequest =
	| { readonly ask: 'latency'; readonly latencyMs: number }
	| { readonly ask: 'cut'; readonly requests: number | undefined }
	| { readonly ask: 'noteArrivals' }
	| { readonly ask: 'arrivals' }
	| { readonly ask: 'report' }
	| { readonly ask: 'stop' };

/** The sink's address and identity. */
export interface SinkAddress {
	readonly host: string;
	readonly port: number;
	readonly identity: SimulatorIdentity;
}

/** What the sink received since the last report. */
export interface SinkReport {
	/** Complete requests, answered 200. */
	readonly accepted: number;
	/** Connections that were opened. */
	readonly connections: number;
	/** CPU time of the sink. */
	readonly cpuMicroseconds: number;
}
