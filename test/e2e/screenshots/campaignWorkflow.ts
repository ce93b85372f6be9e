import { readExample } from '../examples/readExample.ts';
import type { N8nServer, StoredCredential } from '../N8nServer.ts';

/** Large enough for the whole example to be legible. */
export const CAMPAIGN_CANVAS = { width: 1720, height: 1240 };

/** The example Campaign with all credentials selected; it is shown and not run. Returns its id. */
export async function importCampaign(n8n: N8nServer, apns: StoredCredential): Promise<string> {
	const credentials = await Promise.all([
		n8n.createCredential('Fleet', 'postgres', { host: 'localhost' }),
		n8n.createCredential('Campaigns', 'httpHeaderAuth', { name: 'x-api-key', value: 'secret' }),
		n8n.createCredential('Editors', 'httpBasicAuth', { user: 'editor', password: 'secret' }),
	]);
	return await n8n.importWorkflow(readExample('campaign'), apns, ...credentials);
}
