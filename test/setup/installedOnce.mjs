import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { oneAtATime } from './oneAtATime.mjs';

/**
 * A folder that `install` fills once and that is then reused. It is filled under another name and renamed
 * when complete, so an interrupted installation never looks complete.
 */
export async function installedOnce(folder, name, install) {
	if (existsSync(folder)) return folder;
	const waiting = `· Another process is installing ${name}, waiting for it …`;
	await oneAtATime(`${folder}.lock`, waiting, async () => {
		if (existsSync(folder)) return;
		removeUnfinished(folder);
		const unfinished = `${folder}.unfinished-${process.pid}`;
		mkdirSync(unfinished, { recursive: true });
		await install(unfinished);
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
