import { n8nHost } from './n8nHost.mjs';
import { pack } from './pack.mjs';

/**
 * Builds and packs the package, installs n8n where it is not yet, and puts both where
 * `environment.ts` finds them.
 */
export async function prepare() {
	process.env.APNS_TARBALL = await pack();
	process.env.N8N_FOLDER = await n8nHost();
}
