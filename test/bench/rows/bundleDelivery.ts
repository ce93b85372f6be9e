import { build } from 'esbuild';
import { join } from 'node:path';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';

/** Bundles `delivery/` with the settings of the package's build (gulpfile.js). Returns the file. */
export async function bundleDelivery(): Promise<string> {
	const outfile = join(temporaryFolder('bench'), 'delivery.cjs');
	await build({
		entryPoints: [join(import.meta.dirname, 'deliveryEntry.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node22',
		legalComments: 'none',
		logLevel: 'warning',
	});
	return outfile;
}
