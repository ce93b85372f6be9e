import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { npmCi, npmRebuild } from './npm.mjs';
import { oneAtATime } from './oneAtATime.mjs';
import { n8nHostFolder, n8nHostSource, n8nVersion } from './paths.mjs';

/**
 * The folder of a real n8n, installed once (about 3 GB; some minutes) and then used again. It is
 * installed beside its place and renamed when complete: a killed installation never looks like a
 * whole one.
 */
export async function n8nHost() {
	const folder = n8nHostFolder();
	if (existsSync(folder)) return folder;
	const name = `n8n ${n8nVersion()}`;
	const waiting = `· Another process is installing ${name}, waiting for it …`;
	await oneAtATime(`${folder}.lock`, waiting, async () => {
		if (existsSync(folder)) return;
		removeUnfinished(folder);
		console.log(`${name} is installed once, into ${folder} (3 GB, 3 to 6 minutes).`);
		const unfinished = `${folder}.unfinished-${process.pid}`;
		mkdirSync(unfinished, { recursive: true });
		for (const file of ['package.json', 'package-lock.json']) {
			copyFileSync(join(n8nHostSource, file), join(unfinished, file));
		}
		// Scripts stay off: one of n8n's 2,300 packages compiles a Kafka client that nobody needs here.
		// SQLite is the only one that has to be built.
		await npmCi(`Installing ${name}`, unfinished);
		await npmRebuild(`Building SQLite for ${name}`, unfinished, 'sqlite3');
		renameSync(unfinished, folder);
	});
	return folder;
}

function removeUnfinished(folder) {
	for (const entry of readdirSync(dirname(folder))) {
		if (entry.startsWith(`${basename(folder)}.unfinished-`)) {
			rmSync(join(dirname(folder), entry), { recursive: true, force: true });
		}
	}
}
