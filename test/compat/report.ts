import { table, type Column } from '../bench/markdown.ts';
import type { InstalledN8n } from './installations.ts';
import type { CellResult } from './runCell.ts';

/** What was tried with one version of n8n. */
export interface VersionResult {
	readonly n8n: InstalledN8n;
	readonly cells: readonly CellResult[];
}

/** A table in Markdown: a line for each n8n, a column for each Node.js. */
export function report(results: readonly VersionResult[]): string {
	const nodes = [...new Set(results.flatMap(({ cells }) => cells.map(({ node }) => node)))];
	const columns: Array<Column<VersionResult>> = [
		['n8n', ({ n8n }) => n8n.version],
		...nodes
			.toSorted(byVersion)
			.map(
				(node): Column<VersionResult> => [
					`Node.js ${node}`,
					({ cells }) => cellText(cells.find((cell) => cell.node === node)),
				],
			),
		['installing, minutes', ({ n8n }) => n8n.minutes?.toFixed(1) ?? 'was there'],
		['disk, GB', ({ n8n }) => n8n.gigabytes.toFixed(1)],
	];
	return table(columns, results);
}

/** A dash where n8n does not allow this Node.js, or was not tried on it. */
function cellText(cell: CellResult | undefined): string {
	if (cell === undefined) return '–';
	const { expectation, passed, failed, minutes } = cell;
	const counts = failed === 0 ? `${passed} passed` : `${passed} passed, **${failed} failed**`;
	const what = expectation === 'refuses' ? `says what it needs: ${counts}` : counts;
	return `${what} (${minutes.toFixed(1)} min)`;
}

function byVersion(one: string, other: string): number {
	return one.localeCompare(other, 'en', { numeric: true });
}
