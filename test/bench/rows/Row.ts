import type { SinkAddress } from '../sink/SinkRequest.ts';

/** What a row's process is told. Everything is data, it crosses a process boundary. */
export interface RowRequest extends RowSetup {
	readonly sink: SinkAddress;
	readonly count: number;
	/** Sent before, not measured: code is compiled, the connection is open. */
	readonly warmUpCount: number;
	/** CommonJS bundle of `delivery/`. */
	readonly deliveryBundle: string;
	/** Where the peers are installed. */
	readonly peersFolder: string;
	/** Whether the result says in which functions the time went. */
	readonly profile: boolean;
}

/** What distinguishes one row from another of the same module. */
export interface RowSetup {
	/** File in `rows/`, without its ending. */
	readonly module: string;
	/** Requests at once: what a loop keeps in flight, or the limit that delivery is given. */
	readonly streams?: number;
	readonly maxConnections?: number;
	/** Of the node in n8n; ours where none is given. */
	readonly nodeType?: string;
	/** The node's parameters. */
	readonly parameters?: Readonly<Record<string, string | object>>;
}

/** One sending, with everything in it that was there before the clock starts. */
export interface Run {
	/** What is measured. */
	execute(): Promise<void>;
	/** How many notifications the sender says were accepted. */
	claimed(): number;
	/** After the clock has stopped. */
	release?(): Promise<void>;
}

/** Puts tokens into the form in which the sender takes them. */
export type Load = (deviceTokens: readonly string[]) => Run;

/** What each file of a row exports. */
export interface RowModule {
	/** Makes the sender. */
	prepare(request: RowRequest): Promise<Load> | Load;
}
