import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { step } from './step.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** Builds the package and packs it as for the registry. Returns the tarball's path. */
export async function pack() {
	const gulp = join(root, 'node_modules', 'gulp', 'bin', 'gulp.js');
	await step('Building the package', process.execPath, [gulp, 'build'], { cwd: root });
	const folder = temporaryFolder('packed');
	const args = [
		'pack',
		'--json',
		'--ignore-scripts',
		'--dry-run=false',
		'--pack-destination',
		folder,
	];
	const stdout = await step('Packing it', 'npm', args, { cwd: root });
	const [packed] = JSON.parse(stdout);
	const { nodes, credentials } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).n8n;
	for (const file of [...nodes, ...credentials]) {
		// Without these files n8n would still start.
		if (!packed.files.some(({ path }) => path === file)) {
			throw new Error(`The packed package lacks ${file}: was "dist" changed while it was packed?`);
		}
	}
	return join(folder, packed.filename);
}
