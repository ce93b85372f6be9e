import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromEnvironment } from '../setup/environment.ts';

/** The folder of the package `n8n` that the tests run. */
export function n8nPackageFolder(): string {
	return join(fromEnvironment('N8N_FOLDER'), 'node_modules', 'n8n');
}

/** Its version: `2.41.1`. */
export function installedN8nVersion(): string {
	const manifest = readFileSync(join(n8nPackageFolder(), 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}
