import { spawn } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/**
 * Runs tests on the Node.js of this executable. Resolves to how many passed and failed, and how many were not
 * run for which reason.
 */
export async function vitest(node, args) {
	// Vitest ends its workers without their exit handlers: what they leave in here is removed by us.
	const folder = temporaryFolder('test');
	// PostgreSQL does not run as root, and as somebody else it has to get to its data in here.
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
	// Ctrl-C reaches vitest too, which ends its tests; the last line waits for it.
	process.on('SIGINT', () => {});
	const code = await new Promise((resolve) => child.on('close', resolve));
	const { passed, failed, notRun } = countsIn(countsFile);
	// Vitest fails also where no test did: when no file was found, for instance.
	return { passed, failed: code === 0 ? failed : Math.max(failed, 1), notRun };
}

/** Ends this process with the line that says how the tests went, always the last one. */
export function finish({ passed, failed, notRun }) {
	for (const [reason, count] of Object.entries(notRun)) console.log(`${count} not run: ${reason}`);
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}

function countsIn(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return { passed: 0, failed: 1, notRun: {} };
	}
}
