import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedOnce } from './installedOnce.mjs';
import { npmCi } from './npm.mjs';
import { lockedFolder } from './paths.mjs';

/**
 * The folder in the cache, under `name`, with the packages of the lock in `source`: installed once, and used
 * again until the lock changes. `what` says in the output what is installed.
 */
export async function installedFromLock(name, source, what) {
	return await installedOnce(lockedFolder(name, source), what, async (unfinished) => {
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(source, file), join(unfinished, file));
		}
		await npmCi(`Installing ${what}`, unfinished);
	});
}
