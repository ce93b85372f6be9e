/** The value that a part of all values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** What lies in the middle, with the lowest and the highest. */
export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
}

/** Undefined where there is nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
	if (values.length === 0) return undefined;
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length / 2;
	const median = (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
	return { median, min: sorted[0]!, max: sorted.at(-1)! };
}
