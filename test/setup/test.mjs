/**
 * `npm test [-- <files>]` runs everything, `npm run test:fast` what needs no n8n. The last line is
 * always `N passed, N failed`. What was not run is named before it, with the reason.
 */
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { olderN8n } from './olderN8n.mjs';
import { root } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

const args = process.argv.slice(2);
const fast = args.includes('--fast');
const chosen = args.filter((argument) => argument !== '--fast');

if (fast) {
	console.log(
		'Left out: test/engine and test/e2e, which need an installed n8n. "npm test" runs them.',
	);
} else {
	try {
		await prepare();
		process.env.OLDER_N8N_FOLDER = await olderN8n();
	} catch (error) {
		console.error(error.message);
		finish({ passed: 0, failed: 1, notRun: {} });
	}
}

// Vitest ends its workers without their exit handlers: what they leave in here is removed by us.
const folder = temporaryFolder('test');
// PostgreSQL does not run as root, and as somebody else it has to get to its data in here.
chmodSync(folder, 0o711);
const countsFile = join(folder, 'counts.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(
	process.execPath,
	[
		vitest,
		'run',
		...['--config', join(root, 'test', 'vitest.config.ts')],
		...['--reporter', 'default', '--reporter', join(root, 'test', 'setup', 'countingReporter.mjs')],
		...(fast ? ['--project', 'fast'] : []),
		...chosen,
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
child.on('close', (code) => {
	const { passed, failed, notRun } = counts();
	// Vitest fails also where no test did: when no file was found, for instance.
	finish({ passed, failed: code === 0 ? failed : Math.max(failed, 1), notRun });
});

function counts() {
	try {
		return JSON.parse(readFileSync(countsFile, 'utf8'));
	} catch {
		return { passed: 0, failed: 1, notRun: {} };
	}
}

function finish({ passed, failed, notRun }) {
	for (const [reason, count] of Object.entries(notRun)) console.log(`${count} not run: ${reason}`);
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}
