import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { npmCi } from '../setup/npm.mjs';
import { cacheFolder } from '../setup/paths.mjs';

const FILES = ['package.json', 'package-lock.json', '.npmrc'];

/**
 * The folder in which the peers are installed, outside the checkout: they are compared with, not used. It
 * is installed beside its place and renamed when complete.
 */
export async function peers() {
	const folder = join(cacheFolder, `bench-peers-${lockHash()}`);
	if (existsSync(folder)) return folder;
	const unfinished = `${folder}.unfinished-${process.pid}`;
	mkdirSync(unfinished, { recursive: true });
	for (const file of FILES) copyFileSync(join(import.meta.dirname, file), join(unfinished, file));
	await npmCi('Installing the libraries to compare with', unfinished);
	renameSync(unfinished, folder);
	return folder;
}

/** A changed lock is another folder. */
function lockHash() {
	const hash = createHash('sha256');
	for (const file of FILES) hash.update(readFileSync(join(import.meta.dirname, file)));
	return hash.digest('hex').slice(0, 12);
}
