import { compare } from 'semver';
import { table, type Column } from '../bench/markdown.ts';
import type { InstalledN8n } from './installations.ts';
import type { CellResult } from './runCell.ts';

/** The results with one version of n8n. */
export interface VersionResult {
	readonly version: string;
	/** Undefined if it could not be installed. */
	readonly installed: InstalledN8n | undefined;
	readonly cells: readonly CellResult[];
}

/** Whether it was tried at all, and every check passed. */
export function isGreen({ cells }: VersionResult): boolean {
	return cells.length > 0 && cells.every(({ passed, failed }) => passed > 0 && failed === 0);
}

/** A table in Markdown: a line for each n8n, a column for each Node.js. */
export function report(results: readonly VersionResult[]): string {
	const nodes = new Set(results.flatMap(({ cells }) => cells.map(({ node }) => node)));
	const columns: Array<Column<VersionResult>> = [
		['n8n', ({ version }) => version],
		...[...nodes]
			.toSorted(compare)
			.map(
				(node): Column<VersionResult> => [
					`Node.js ${node}`,
					({ cells }) => cellText(cells.find((cell) => cell.node === node)),
				],
			),
		['installing, minutes', installingText],
		['disk, GB', ({ installed }) => installed?.gigabytes.toFixed(1) ?? '–'],
	];
	return table(
		columns,
		results.toSorted((one, other) => compare(one.version, other.version)),
	);
}

function installingText({ installed }: VersionResult): string {
	if (installed === undefined) return '**failed**';
	return installed.minutes?.toFixed(1) ?? 'was there';
}

/** A dash if n8n does not allow this Node.js or was not tried on it. */
function cellText(cell: CellResult | undefined): string {
	if (cell === undefined) return '–';
	const { expectation, passed, failed, minutes } = cell;
	const counts = failed === 0 ? `${passed} passed` : `${passed} passed, **${failed} failed**`;
	const what = expectation === 'refuses' ? `says what it needs: ${counts}` : counts;
	return `${what} (${minutes.toFixed(1)} min)`;
}
