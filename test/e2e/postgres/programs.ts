import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian and Ubuntu put each version's programs: not in the PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

const NEEDED = ['initdb', 'postgres'];

/** What to do if `postgresFolder()` finds nothing. */
export const HOW_TO_GET_POSTGRES =
	'PostgreSQL is not installed. On Debian: apt-get install postgresql. Anywhere else, put its initdb and postgres in the PATH.';

/** The folder with PostgreSQL's server programs, if this machine has any. */
export function postgresFolder(): string | undefined {
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...debianFolders()];
	return folders.find((folder) => NEEDED.every((program) => existsSync(join(folder, program))));
}

function debianFolders(): string[] {
	if (!existsSync(DEBIAN_FOLDER)) return [];
	const versions = readdirSync(DEBIAN_FOLDER).toSorted((a, b) => Number(b) - Number(a));
	return versions.map((version) => join(DEBIAN_FOLDER, version, 'bin'));
}
