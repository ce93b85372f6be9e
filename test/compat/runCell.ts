import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '../setup/step.mjs';
import { root } from '../setup/paths.mjs';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import type { InstalledN8n, InstalledNode } from './installations.ts';

/** The expected result: everything works, or the node says which Node.js it needs. */
export type Expectation = 'works' | 'refuses';

/** One n8n on one Node.js, and how many checks passed there. */
export interface CellResult {
	readonly n8n: string;
	readonly node: string;
	readonly expectation: Expectation;
	readonly passed: number;
	readonly failed: number;
	readonly minutes: number;
}

/** Runs all checks of one cell and prints their output if one fails. */
export async function runCell(
	n8n: InstalledN8n,
	node: InstalledNode,
	expectation: Expectation,
): Promise<CellResult> {
	const startedAt = performance.now();
	const counts = join(temporaryFolder('cell'), 'counts.json');
	const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
	const reporter = join(root, 'test', 'setup', 'countingReporter.mjs');
	const args = [
		...[vitest, 'run', '--config', join(import.meta.dirname, 'vitest.config.ts')],
		...['--reporter', 'default', '--reporter', reporter, `${expectation}.cell.ts`],
	];
	const env = {
		...process.env,
		N8N_FOLDER: n8n.folder,
		N8N_NODE: node.executable,
		APNS_TEST_COUNTS: counts,
		NO_COLOR: '1',
	};
	const title = `n8n ${n8n.version} on Node.js ${node.version}`;
	let failure: Error | undefined;
	try {
		await step(title, process.execPath, args, { cwd: root, env });
	} catch (error) {
		failure = error as Error;
		console.error(failure.message);
	}
	const { passed, failed } = readCounts(counts);
	return {
		n8n: n8n.version,
		node: node.version,
		expectation,
		passed,
		// Vitest also fails if no check did, for example if n8n does not start.
		failed: failure ? Math.max(failed, 1) : failed,
		minutes: (performance.now() - startedAt) / 60_000,
	};
}

function readCounts(file: string): { passed: number; failed: number } {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as { passed: number; failed: number };
	} catch {
		return { passed: 0, failed: 1 };
	}
}
