/** The options of the command line. */
export interface Options {
	/** Undefined: the mode's default. */
	readonly count: number | undefined;
	readonly rounds: number;
	/** Names of rows; none: all. */
	readonly only: readonly string[];
	/** Whether to exit with 1 if a goal is missed. */
	readonly check: boolean;
}
