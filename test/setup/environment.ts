/** Environment variables that the scripts in `test/setup` set. */
export type PreparedVariable = 'APNS_TARBALL' | 'N8N_FOLDER' | 'OLDER_N8N_FOLDER';

/** The Node.js for n8n: this process's own, unless `npm run compat` tests another. */
export const n8nNode: string = process.env['N8N_NODE'] || process.execPath;

/** The prepared path. Throws an error that says how to prepare it. */
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
