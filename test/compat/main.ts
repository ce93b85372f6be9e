/**
 * `npm run compat [-- --only 1.123.81,2.41.1 --node 22,24 --keep FOLDER]`: the packed package in each n8n that
 * it promises to work in, on each Node.js that this n8n allows. Takes about an hour and some 4 GB at a
 * time; run before a release. Fails where a check of a cell does. With `--keep`, what was installed stays in
 * FOLDER and is used again.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pack } from '../setup/pack.mjs';
import { cacheFolder, root } from '../setup/paths.mjs';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { installN8n, installNode, type InstalledN8n, type InstalledNode } from './installations.ts';
import { report, type VersionResult } from './report.ts';
import { runCell, type CellResult } from './runCell.ts';
import { N8N_VERSIONS, NEWEST, NODE_VERSIONS, UNSUITABLE_NODE_VERSIONS } from './versions.ts';

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
// Not in the system's folder for temporary files, which may be small: it is often held in memory.
const folder = values.keep ? resolve(values.keep) : temporaryFolder('compat', cacheFolder);

process.env['APNS_TARBALL'] = await pack();
const results: VersionResult[] = [];
for (const version of values.only?.split(',') ?? N8N_VERSIONS.map(({ n8n }) => n8n)) {
	results.push(await tryVersion(version));
}
console.log(`\n${report(results)}`);
const isGreen = results.every(({ cells }) => cells.every(({ failed }) => failed === 0));
process.exitCode = isGreen ? 0 : 1;

async function tryVersion(version: string): Promise<VersionResult> {
	const n8n = await installN8n(version, folder);
	const cells: CellResult[] = [];
	for (const node of await nodesFor(n8n)) {
		const suits = n8n.satisfies(node.version, engines.node);
		cells.push(await runCell(n8n, node, suits ? 'works' : 'refuses'));
	}
	if (values.keep === undefined && version !== NEWEST.n8n) {
		rmSync(n8n.folder, { recursive: true, force: true });
	}
	return { n8n, cells };
}

/** Every Node.js to try it on that it allows. */
async function nodesFor(n8n: InstalledN8n): Promise<InstalledNode[]> {
	const unsuitable = UNSUITABLE_NODE_VERSIONS[n8n.version];
	const versions = values.node?.split(',') ?? [
		...(unsuitable ? [unsuitable] : []),
		...NODE_VERSIONS,
	];
	const nodes: InstalledNode[] = [];
	for (const version of versions) nodes.push(await installNode(version, folder));
	return nodes.filter(({ version }) => n8n.satisfies(version, n8n.nodeRange));
}
