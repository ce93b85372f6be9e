/** Rows of text under a line of headings, with columns as wide as necessary. */
export function table(headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const widths = headings.map((heading, column) =>
		Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const line = (cells: readonly string[]) =>
		`  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd();
	const rule = line(widths.map((width) => '─'.repeat(width)));
	return [line(headings), rule, ...rows.map(line)].join('\n');
}
