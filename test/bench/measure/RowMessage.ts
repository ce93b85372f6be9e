import type { FunctionTime } from './profiled.ts';

/** A message from a row's process. */
export type RowMessage =
	| { readonly ready: true }
	| { readonly measurement: RowMeasurement }
	| { readonly failure: string };

/** The cost of sending, as measured in the sender's process. */
export interface RowMeasurement {
	readonly seconds: number;
	/** Of all threads of the process. */
	readonly cpuMicroseconds: number;
	/** Notifications that the sender says were accepted. */
	readonly claimed: number;
	/** Peak memory of the process. */
	readonly peakBytes: number;
	/** Memory just before sending. */
	readonly bytesBefore: number;
	/** Growth of the heap after garbage collection: the results. */
	readonly heldBytes: number;
	readonly topFunctions: readonly FunctionTime[] | undefined;
}
