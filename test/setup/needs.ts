import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program, undefined if it is not installed. */
export function executableOf(name: string): string | undefined {
	return (process.env['PATH'] ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find(existsSync);
}

/**
 * For suites that need a program: if it is not installed, they are not run, and `npm test` says so.
 *
 * @param program also the name of its Debian package
 */
export function needs(program: string): { skip?: true; meta?: { notRun: string } } {
	if (executableOf(program) !== undefined) return {};
	const notRun = `${program} is not installed. On Debian: apt-get install ${program}.`;
	return { skip: true, meta: { notRun } };
}
