import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedOnce } from './installedOnce.mjs';
import { npmCi } from './npm.mjs';
import { olderN8nFolder, olderN8nSource } from './paths.mjs';

/**
 * The folder of what the tests run of older n8n, installed once (about 0.5 GB; a minute): the engine of the
 * oldest one that we work in, and n8n-workflow of others, as `n8n-workflow-2.0.1` and the like.
 */
export async function olderN8n() {
	return await installedOnce(olderN8nFolder(), 'parts of older n8n', async (unfinished) => {
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(olderN8nSource, file), join(unfinished, file));
		}
		await npmCi('Installing parts of older n8n', unfinished);
	});
}
