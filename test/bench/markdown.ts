import type { Spread } from './statistics.ts';

/** A column: its title, and the text of its cells. */
export type Column<Row> = readonly [title: string, cell: (row: Row) => string];

/** A table with its first column left-aligned and its numbers right-aligned. */
export function table<Row>(columns: ReadonlyArray<Column<Row>>, rows: readonly Row[]): string {
	return [
		line(columns.map(([title]) => title)),
		line(columns.map((_, index) => (index === 0 ? '---' : '--:'))),
		...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
	].join('\n');
}

/** 12,345.6 */
export function number(value: number, digits = 0): string {
	return value.toLocaleString('en-US', {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	});
}

/** Median, and in brackets the lowest and the highest. */
export function spread(values: Spread | undefined, digits = 2): string {
	if (values === undefined) return '–';
	const { median, min, max } = values;
	return `${number(median, digits)} (${number(min, digits)}–${number(max, digits)})`;
}

function line(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
