import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedOnce } from './installedOnce.mjs';
import { npmCi } from './npm.mjs';
import { lockedFolder } from './paths.mjs';

/**
 * The folder `name` in the cache with the packages of the lock in `source`: installed once, and reused
 * until the lock changes. `what` names it in the output.
 */
export async function installedFromLock(name, source, what) {
	return await installedOnce(lockedFolder(name, source), what, async (unfinished) => {
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(source, file), join(unfinished, file));
		}
		await npmCi(`Installing ${what}`, unfinished);
	});
}
