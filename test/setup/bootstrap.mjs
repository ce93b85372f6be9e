/**
 * `node test/setup/bootstrap.mjs [<script> [arguments]]`: installs what a fresh clone lacks, then runs the
 * script on Node 24. It needs only the system's Node (20 or newer) and npm.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { npmCi, npmRebuild } from './npm.mjs';
import { node24, root } from './paths.mjs';
import { ask } from './ask.mjs';

const OLDEST_NODE = 20;

const systemNode = Number(process.versions.node.split('.')[0]);
if (systemNode < OLDEST_NODE) {
	console.error(`Node ${OLDEST_NODE} or newer is required; this is ${process.version}.`);
	process.exit(1);
}

try {
	if (!installedAsLocked()) await npmCi('Installing the development packages', root);
	if (!(await hasNode24())) {
		await npmRebuild('Fetching Node 24, which n8n needs', root, 'node');
		if (!(await hasNode24()))
			throw new Error(`${node24} is not Node 24. Delete node_modules and retry.`);
	}
} catch (error) {
	console.error(error.message);
	process.exit(1);
}

const [script, ...args] = process.argv.slice(2);
if (script === undefined) process.exit(0);

const env = { ...process.env, PATH: `${dirname(node24)}${delimiter}${process.env.PATH}` };
// The sources are ES modules, but the published package is CommonJS and cannot declare that.
const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
const child = spawn(node24, [quiet, join(root, script), ...args], {
	cwd: root,
	env,
	stdio: 'inherit',
});

// Ctrl-C in a terminal also reaches the child, a signal sent to this process does not. Either way the child
// cleans up first, and this process ends with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
	});
}
child.on('close', (code, signal) => process.exit(signal ? 1 : code));

/**
 * npm records what it installed. The versions are compared, because file times mean nothing after a
 * checkout.
 */
function installedAsLocked() {
	const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
	return Object.entries(packagesIn(join(root, 'package-lock.json'))).every(
		([path, { version, optional, devOptional }]) =>
			path === '' ||
			installed[path]?.version === version ||
			// Packages for other operating systems are in the lock, not in the folder.
			((optional || devOptional) && installed[path] === undefined),
	);
}

function packagesIn(lockFile) {
	try {
		return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
	} catch (error) {
		if (error.code === 'ENOENT') return {};
		throw error;
	}
}

async function hasNode24() {
	return (await ask(node24, ['--version']))?.startsWith('v24.') ?? false;
}
