/**
 * `npm run matrix [-- --n 100000] [--only TEXT]`: runs every known fault with 100,000 tokens. Takes some
 * minutes; run it before a release. Fails if an outcome contradicts the simulator's ledger.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { faultMatrix } from './faultMatrix.ts';
import type { RowResult } from './matrixRow.ts';

const { values } = parseArgs({
	options: { n: { type: 'string', default: '100000' }, only: { type: 'string', default: '' } },
});

const columns: ReadonlyArray<[string, (row: RowResult) => string]> = [
	['fault', ({ name }) => name],
	['accepted', ({ accepted }) => number(accepted)],
	['rejected', ({ rejected }) => number(rejected)],
	['not sent', ({ notSent }) => number(notSent)],
	['unknown', ({ unknown }) => number(unknown)],
	['duplicates', ({ duplicates }) => number(duplicates)],
	['wrong', ({ lies }) => number(lies)],
	['requests', ({ requests }) => number(requests)],
	['connections', ({ connections }) => number(connections)],
	['seconds', ({ seconds }) => seconds.toFixed(1)],
	['peak MB', ({ peakMegabytes }) => number(peakMegabytes)],
];

console.log(line(columns.map(([name]) => name)));
console.log(line(columns.map(([name]) => (name === 'fault' ? '---' : '--:'))));
let wrong = 0;
for (const [index, { name }] of faultMatrix.entries()) {
	if (!name.toLowerCase().includes(values.only.toLowerCase())) continue;
	for (const result of await runRow(index)) {
		wrong += result.lies + result.duplicates;
		console.log(line(columns.map(([, show]) => show(result))));
	}
}
console.log(
	wrong === 0
		? '\nNo outcome contradicts the ledger, and nothing was told twice.'
		: `\n${wrong} outcomes are wrong.`,
);
process.exitCode = wrong === 0 ? 0 : 1;

async function runRow(index: number): Promise<RowResult[]> {
	const child = spawn(
		process.execPath,
		[...process.execArgv, join(import.meta.dirname, 'matrixRow.ts'), String(index), values.n],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	return JSON.parse(await text(child.stdout)) as RowResult[];
}

function line(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

function number(value: number): string {
	return value.toLocaleString('en-US');
}
