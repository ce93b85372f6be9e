import type { FunctionTime } from './profiled.ts';

/** What a row's process says. */
export type RowMessage =
	| { readonly ready: true }
	| { readonly measurement: RowMeasurement }
	| { readonly failure: string };

/** What sending took, as the sender's own process sees it. */
export interface RowMeasurement {
	readonly seconds: number;
	/** Of all threads of the process. */
	readonly cpuMicroseconds: number;
	/** Notifications that the sender says were accepted. */
	readonly claimed: number;
	/** The most memory that the process ever had. */
	readonly peakBytes: number;
	/** What it had just before sending. */
	readonly bytesBefore: number;
	/** What the heap holds more than before, garbage collected: the results. */
	readonly heldBytes: number;
	readonly topFunctions: readonly FunctionTime[] | undefined;
}
