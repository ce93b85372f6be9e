/**
 * `npm run compat [-- --only 1.123.81,2.41.1 --node 22,24 --keep FOLDER]`: the packed package in each supported
 * n8n, on each Node.js that this n8n allows. Takes about an hour and some 4 GB at a time; run before a release.
 * Fails if a check of a cell fails. With `--keep`, what was installed stays in FOLDER and is used again.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { satisfies } from 'semver';
import { pack } from '../setup/pack.mjs';
import { cacheFolder, root } from '../setup/paths.mjs';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { installN8n, installNode, type InstalledN8n, type InstalledNode } from './installations.ts';
import { isGreen, report, type VersionResult } from './report.ts';
import { runCell, type CellResult } from './runCell.ts';
import {
	N8N_VERSIONS,
	NEWEST,
	NODE_VERSIONS,
	RUNS_ONLY_ON,
	UNSUITABLE_NODE_VERSIONS,
} from './versions.ts';

const { values } = parseArgs({
	options: {
		only: { type: 'string' },
		node: { type: 'string' },
		keep: { type: 'string' },
	},
});

const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	engines: { node: string };
};
// Not in the system's folder for temporary files, which may be small: it is often in memory.
const folder = values.keep ? resolve(values.keep) : temporaryFolder('compat', cacheFolder);

process.env['APNS_TARBALL'] = await pack();
// The newest first: its SQLite addon serves the others.
const versions = values.only?.split(',') ?? N8N_VERSIONS.map(({ n8n }) => n8n).toReversed();
const results: VersionResult[] = [];
for (const version of versions) results.push(await tryVersion(version));
console.log(`\n${report(results)}`);
process.exitCode = results.every(isGreen) ? 0 : 1;

async function tryVersion(version: string): Promise<VersionResult> {
	const cells: CellResult[] = [];
	let installed: InstalledN8n | undefined;
	try {
		installed = await installN8n(version, folder);
		for (const node of await nodesFor(installed)) {
			const suits = satisfies(node.version, engines.node);
			cells.push(await runCell(installed, node, suits ? 'works' : 'refuses'));
		}
	} catch (error) {
		// The others are tried anyway.
		console.error(error instanceof Error ? error.message : error);
	}
	if (installed && values.keep === undefined && version !== NEWEST.n8n) {
		rmSync(installed.folder, { recursive: true, force: true });
	}
	return { version, installed, cells };
}

/** Every Node.js in the list that it allows. */
async function nodesFor(n8n: InstalledN8n): Promise<InstalledNode[]> {
	const unsuitable = UNSUITABLE_NODE_VERSIONS[n8n.version];
	const versions = values.node?.split(',') ?? [
		...(unsuitable ? [unsuitable] : []),
		...NODE_VERSIONS,
	];
	const nodes: InstalledNode[] = [];
	for (const version of versions) nodes.push(await installNode(version, folder));
	const needed = RUNS_ONLY_ON[n8n.version] ?? '*';
	return nodes.filter(
		({ version }) => satisfies(version, n8n.nodeRange) && satisfies(version, needed),
	);
}
