import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedOnce } from './installedOnce.mjs';
import { npmCi, npmRebuild } from './npm.mjs';
import { n8nHostFolder, n8nHostSource, n8nVersion } from './paths.mjs';

/** The folder of a real n8n, installed once (about 3 GB; some minutes) and then reused. */
export async function n8nHost() {
	const folder = n8nHostFolder();
	const name = `n8n ${n8nVersion()}`;
	return await installedOnce(folder, name, async (unfinished) => {
		console.log(`${name} will be installed once, into ${folder} (3 GB, 3 to 6 minutes).`);
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(n8nHostSource, file), join(unfinished, file));
		}
		// Without scripts: one of n8n's 2,300 packages would compile a Kafka client that is not needed here.
		// Only SQLite must be built.
		await npmCi(`Installing ${name}`, unfinished);
		await npmRebuild(`Building SQLite for ${name}`, unfinished, 'sqlite3');
	});
}
