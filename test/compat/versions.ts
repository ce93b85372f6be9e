import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A version of n8n, with the versions of its packages that tests use separately. */
export interface N8nVersion {
	readonly n8n: string;
	readonly core: string;
	readonly workflow: string;
}

/** The newest: the one that the demo and the other tests run. */
export const NEWEST: N8nVersion = newest();

/**
 * The versions of n8n that the package is tried in, from the oldest supported one to the newest: the last 1.x,
 * the first 2.x, and each version in which n8n changed something that we use. Versions in between differ less.
 */
export const N8N_VERSIONS: readonly N8nVersion[] = [
	{ n8n: '1.110.1', core: '1.109.0', workflow: '1.107.0' },
	{ n8n: '1.123.81', core: '1.122.48', workflow: '1.120.31' },
	{ n8n: '2.0.3', core: '2.0.2', workflow: '2.0.1' },
	{ n8n: '2.11.4', core: '2.11.1', workflow: '2.11.1' },
	{ n8n: '2.20.12', core: '2.20.6', workflow: '2.20.3' },
	{ n8n: '2.31.0', core: '2.31.0', workflow: '2.31.0' },
	{ n8n: '2.33.7', core: '2.33.2', workflow: '2.33.2' },
	{ n8n: '2.35.7', core: '2.35.5', workflow: '2.35.3' },
	NEWEST,
];

/**
 * The versions of Node.js that each of them is tried on if it allows them: the first supported one, and the
 * newest of each line.
 */
export const NODE_VERSIONS: readonly string[] = ['22.17.0', '22', '24', '26'];

/** Versions of Node.js that n8n allows and we do not support, by the n8n that they are tried with. */
export const UNSUITABLE_NODE_VERSIONS: Readonly<Record<string, string>> = {
	'2.0.3': '20',
	'2.11.4': '22.16.0',
};

/**
 * Versions of Node.js that n8n allows but does not start on: these versions of n8n evaluate expressions in
 * isolated-vm 6, whose addon is prebuilt only for Node.js 22 and 24.
 */
export const RUNS_ONLY_ON: Readonly<Record<string, string>> = {
	'2.31.0': '<25',
	'2.33.7': '<25',
	'2.35.7': '<25',
};

function newest(): N8nVersion {
	const lock = join(import.meta.dirname, '..', 'setup', 'n8n-host', 'package-lock.json');
	const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as {
		packages: Record<string, { version: string } | undefined>;
	};
	const versionOf = (name: string): string => {
		const locked = packages[`node_modules/${name}`];
		if (locked === undefined) throw new Error(`${lock} has no ${name}`);
		return locked.version;
	};
	return {
		n8n: versionOf('n8n'),
		core: versionOf('n8n-core'),
		workflow: versionOf('n8n-workflow'),
	};
}
