/** What the scripts in `test/setup` prepare and hand over. */
export type PreparedVariable = 'APNS_TARBALL' | 'N8N_FOLDER' | 'OLDER_N8N_FOLDER';

/** The Node that n8n runs on: this process's own, unless `npm run compat` tries another. */
export const n8nNode: string = process.env['N8N_NODE'] || process.execPath;

/** The prepared path, or an error that says how to get it. */
export function fromEnvironment(name: PreparedVariable): string {
	const value = process.env[name];
	if (value === undefined || value === '') {
		throw new Error(
			`${name} is not set: this test needs the packed package and an installed n8n. ` +
				'Run it by "npm test -- <file>", which prepares both.',
		);
	}
	return value;
}
