import type { SinkAddress } from '../sink/SinkRequest.ts';

/** The request to a row's process. It is sent to another process, so it contains only data. */
export interface RowRequest extends RowSetup {
	readonly sink: SinkAddress;
	readonly count: number;
	/** Sent first and not measured, to compile the code and open the connection. */
	readonly warmUpCount: number;
	/** CommonJS bundle of `delivery/`. */
	readonly deliveryBundle: string;
	/** Where the peers are installed. */
	readonly peersFolder: string;
	/** Whether the result includes the time per function. */
	readonly profile: boolean;
}

/** The settings in which rows of the same module differ. */
export interface RowSetup {
	/** File in `rows/`, without its ending. */
	readonly module: string;
	/** Concurrent requests: the number in a loop, or the limit for delivery. */
	readonly streams?: number;
	readonly maxConnections?: number;
	/** Type of the node in n8n; default: ours. */
	readonly nodeType?: string;
	/** The node's parameters. */
	readonly parameters?: Readonly<Record<string, string | object>>;
}

/** One sending, prepared before the clock starts. */
export interface Run {
	/** The measured part. */
	execute(): Promise<void>;
	/** How many notifications the sender reports as accepted. */
	claimed(): number;
	/** Called after the clock has stopped. */
	release?(): Promise<void>;
}

/** Converts tokens to the sender's format. */
export type Load = (deviceTokens: readonly string[]) => Run;

/** The exports of a row's file. */
export interface RowModule {
	/** Creates the sender. */
	prepare(request: RowRequest): Promise<Load> | Load;
}
