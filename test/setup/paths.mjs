import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Node 24, which n8n needs, as a development dependency: the system's Node may be older. */
export const node24 = join(root, 'node_modules', '.bin', 'node');

/** Reusable downloads, outside the checkout so that a clean clone finds them. */
export const cacheFolder =
	process.env.N8N_NODES_APNS_CACHE ||
	join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-apns');

/** Package file and lock of the n8n that the demo and the tests run. */
export const n8nHostSource = join(root, 'test', 'setup', 'n8n-host');

/** The folder of the installed n8n. */
export function n8nHostFolder() {
	return lockedFolder(`n8n-${n8nVersion()}`, n8nHostSource);
}

/** The version of n8n that the demo and the tests run. */
export function n8nVersion() {
	return JSON.parse(readFileSync(join(n8nHostSource, 'package.json'), 'utf8')).dependencies.n8n;
}

/** The folder for the packages of the lock in `source`. A changed lock has another folder. */
export function lockedFolder(name, source) {
	const packageText = readFileSync(join(source, 'package.json'));
	const lockText = readFileSync(join(source, 'package-lock.json'));
	const hash = createHash('sha256').update(packageText).update(lockText).digest('hex').slice(0, 12);
	return join(cacheFolder, `${name}-${hash}`);
}
