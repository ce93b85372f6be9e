import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ask } from '../setup/ask.mjs';
import { installedNode } from '../setup/installedNode.mjs';
import { installedOnce } from '../setup/installedOnce.mjs';
import { n8nHost } from '../setup/n8nHost.mjs';
import { npmInstall, npmRebuild } from '../setup/npm.mjs';
import { n8nHostFolder } from '../setup/paths.mjs';
import { NEWEST } from './versions.ts';

const SQLITE_ADDON = join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

/** Later versions of these need packages that not every registry has. */
const OVERRIDES = { xlsx: '0.18.5', linkedom: '0.18.12', 'msgpackr-extract': '3.0.3' };

/** An n8n that can be started. */
export interface InstalledN8n {
	readonly version: string;
	readonly folder: string;
	/** How long it took; undefined if it was already there. */
	readonly minutes: number | undefined;
	readonly gigabytes: number;
	/** The range of Node.js that it requires. */
	readonly nodeRange: string;
}

/** A Node.js, by its whole version: `22.17.0`. */
export interface InstalledNode {
	readonly version: string;
	readonly executable: string;
}

/** Installs a version of n8n into a folder with its name; the newest is the one that all other tests use. */
export async function installN8n(version: string, parent: string): Promise<InstalledN8n> {
	const startedAt = performance.now();
	const isNewest = version === NEWEST.n8n;
	const place = isNewest ? n8nHostFolder() : join(parent, version);
	const wasThere = existsSync(place);
	const folder = isNewest ? await n8nHost() : await installedOnce(place, `n8n ${version}`, install);
	const minutes = wasThere ? undefined : (performance.now() - startedAt) / 60_000;
	const gigabytes = await gigabytesOf(folder);
	return { version, folder, minutes, gigabytes, nodeRange: nodeRangeOf(folder) };

	async function install(unfinished: string): Promise<void> {
		const name = `n8n ${version}`;
		const manifest = { name: 'n8n-host', private: true, dependencies: { n8n: version } };
		writeManifest(unfinished, { ...manifest, overrides: OVERRIDES });
		await npmInstall(`Installing ${name}`, unfinished);
		if (!copySqliteAddon(unfinished)) {
			await npmRebuild(`Building SQLite for ${name}`, unfinished, 'sqlite3');
		}
	}
}

/** Installs a version of Node.js (`22.17.0`), or the newest of a line (`22`). */
export async function installNode(version: string, parent: string): Promise<InstalledNode> {
	const executable = await installedNode(version, parent);
	const answer = await ask(executable, ['--version']);
	return { version: String(answer).replace(/^v/, ''), executable };
}

/** Compiling takes minutes, and the addon of the newest n8n serves each n8n with the same version of sqlite3, on any Node.js. */
function copySqliteAddon(folder: string): boolean {
	const [from, to] = [n8nHostFolder(), folder];
	if (!existsSync(join(from, SQLITE_ADDON)) || sqliteVersion(from) !== sqliteVersion(to)) {
		return false;
	}
	mkdirSync(dirname(join(to, SQLITE_ADDON)), { recursive: true });
	copyFileSync(join(from, SQLITE_ADDON), join(to, SQLITE_ADDON));
	return true;
}

function sqliteVersion(folder: string): unknown {
	return manifestOf(join(folder, 'node_modules', 'sqlite3'))['version'];
}

function nodeRangeOf(folder: string): string {
	const { node } = manifestOf(join(folder, 'node_modules', 'n8n'))['engines'] as { node: string };
	return node;
}

function manifestOf(folder: string): Record<string, unknown> {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
}

function writeManifest(folder: string, manifest: object): void {
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
}

async function gigabytesOf(folder: string): Promise<number> {
	const kilobytes = parseInt((await ask('du', ['-sk', folder])) ?? '', 10);
	return kilobytes / 1_000_000;
}
