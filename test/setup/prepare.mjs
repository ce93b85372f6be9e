import { n8nHost } from './n8nHost.mjs';
import { pack } from './pack.mjs';

/** Builds and packs the package, installs n8n if necessary, and sets both paths for `environment.ts`. */
export async function prepare() {
	process.env.APNS_TARBALL = await pack();
	process.env.N8N_FOLDER = await n8nHost();
}
