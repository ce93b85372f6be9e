import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The parts of package.json that a lock repeats and npm does not always update. */
const FIELDS = [
	'version',
	'dependencies',
	'devDependencies',
	'peerDependencies',
	'engines',
] as const;

interface LockEntry extends Partial<Record<(typeof FIELDS)[number], unknown>> {
	integrity?: string;
	resolved?: string;
	link?: boolean;
}

const locks = globSync('{package-lock.json,test/**/package-lock.json}', {
	exclude: ['**/node_modules'],
});

function entries(lock: string): Array<[string, LockEntry]> {
	const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as {
		packages: Record<string, LockEntry>;
	};
	return Object.entries(packages);
}

describe('the committed locks', () => {
	it('are all found', () => {
		expect(locks).toContain('package-lock.json');
		expect(locks).toContain('test/setup/n8n-host/package-lock.json');
	});

	it.each(locks)('%s has the integrity of each package', (lock) => {
		const without = entries(lock)
			.filter(([path, { integrity, link }]) => path !== '' && !link && integrity === undefined)
			.map(([path]) => path);
		expect(without).toEqual([]);
	});

	// Users install from the registry that their npm is configured for.
	it.each(locks)('%s names no address to download from', (lock) => {
		const addresses = entries(lock)
			.filter(([, { resolved }]) => resolved !== undefined)
			.map(([path]) => path);
		expect(addresses).toEqual([]);
	});

	it('describe the package.json beside them', () => {
		for (const lock of locks) {
			const manifest = JSON.parse(
				readFileSync(lock.replace(/package-lock\.json$/, 'package.json'), 'utf8'),
			) as LockEntry;
			const [[, described] = []] = entries(lock).filter(([path]) => path === '');
			for (const field of FIELDS) {
				expect(described?.[field], `${field} in ${lock}`).toEqual(manifest[field]);
			}
		}
	});
});
