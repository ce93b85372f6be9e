import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedOnce } from './installedOnce.mjs';
import { npmCi } from './npm.mjs';
import { cacheFolder } from './paths.mjs';

const FILES = ['package.json', 'package-lock.json', '.npmrc'];

/**
 * The folder in the cache in which the packages of the lock in `source` are installed, under `name` and
 * the hash of what `source` says: a changed lock is another folder.
 */
export async function installOnce(title, source, name) {
	const folder = join(cacheFolder, `${name}-${hashOf(source)}`);
	return await installedOnce(folder, name, async (unfinished) => {
		for (const file of FILES) copyFileSync(join(source, file), join(unfinished, file));
		await npmCi(title, unfinished);
	});
}

function hashOf(source) {
	const hash = createHash('sha256');
	for (const file of FILES) hash.update(readFileSync(join(source, file)));
	return hash.digest('hex').slice(0, 12);
}
