import { spawn } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** The result if the tests could not be run. */
export const NOTHING_RAN = { passed: 0, failed: 1, notRun: {}, failures: [] };

/**
 * Runs tests with this executable of Node.js. Resolves to how many passed and failed, which failed, and how many
 * were not run, with the reason.
 */
export async function vitest(node, args) {
	// Vitest ends its workers without their exit handlers, so what they leave in this folder is removed here.
	const folder = temporaryFolder('test');
	// PostgreSQL does not run as root, and as another user it needs access to its data in this folder.
	chmodSync(folder, 0o711);
	const countsFile = join(folder, 'counts.json');
	const child = spawn(
		node,
		[
			join(root, 'node_modules', 'vitest', 'vitest.mjs'),
			'run',
			...['--config', join(root, 'test', 'vitest.config.ts')],
			...['--reporter', 'default'],
			...['--reporter', join(root, 'test', 'setup', 'countingReporter.mjs')],
			...args,
		],
		{
			cwd: root,
			stdio: 'inherit',
			env: { ...process.env, TMPDIR: folder, APNS_TEST_COUNTS: countsFile },
		},
	);
	for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	// Ctrl-C also reaches vitest, which ends its tests; the last line waits for it.
	process.on('SIGINT', () => {});
	const code = await new Promise((resolve) => child.on('close', resolve));
	const counts = countsIn(countsFile);
	// Vitest can also fail without a failed test, for example if no file was found.
	return { ...counts, failed: code === 0 ? counts.failed : Math.max(counts.failed, 1) };
}

/** Ends this process with the line of results, which is always the last one. */
export function finish({ passed, failed, notRun, failures }) {
	for (const name of failures) console.log(`Failed: ${name}`);
	for (const [reason, count] of Object.entries(notRun)) console.log(`${count} not run: ${reason}`);
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}

function countsIn(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return NOTHING_RAN;
	}
}
