/** What was asked for on the command line. */
export interface Options {
	/** Undefined: the mode's own. */
	readonly count: number | undefined;
	readonly rounds: number;
	/** Names of rows; none: all. */
	readonly only: readonly string[];
	/** Whether the process ends with 1 where a goal is missed. */
	readonly check: boolean;
}
