import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { ask } from './ask.mjs';
import { installedOnce } from './installedOnce.mjs';
import { npmInstall, npmRebuild } from './npm.mjs';
import { cacheFolder } from './paths.mjs';

/**
 * The executable of a version of Node.js (`22.17.0`), or of the newest of a line (`22`), installed once
 * (about 0.1 GB) into `parent` and then reused.
 */
export async function installedNode(version, parent = cacheFolder) {
	const name = `Node.js ${version}`;
	const place = join(parent, `node-${version}`);
	const folder = await installedOnce(place, name, async (unfinished) => {
		const manifest = { name: 'node-host', private: true, dependencies: { node: version } };
		writeFileSync(join(unfinished, 'package.json'), JSON.stringify(manifest));
		await npmInstall(`Finding ${name}`, unfinished);
		await npmRebuild(`Fetching ${name}`, unfinished, 'node');
	});
	const executable = join(folder, 'node_modules', 'node', 'bin', 'node');
	if (!satisfies((await ask(executable, ['--version'])) ?? '', version)) {
		throw new Error(`${executable} is not ${name}. Delete ${folder} and retry.`);
	}
	return executable;
}
