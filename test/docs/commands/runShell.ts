import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';

/** How a command is run. */
export interface ShellOptions {
	/** The working directory. Default: a new one. */
	readonly folder?: string;
	/** The home directory. Default: the working directory. */
	readonly home?: string;
	/** What is typed. */
	readonly input?: string;
	/** Variables besides PATH and HOME. */
	readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a script in a shell as a person does, with nothing of this process's environment but the PATH.
 *
 * @returns what it has written
 * @throws if its last command fails
 */
export async function runShell(
	script: string,
	{ folder = temporaryFolder('shell'), home = folder, input = '', environment }: ShellOptions = {},
): Promise<{ stdout: string; stderr: string }> {
	const env = { PATH: process.env['PATH'] ?? '', HOME: home, ...environment };
	const running = promisify(execFile)('sh', ['-c', script], { cwd: folder, env });
	// A command that reads nothing may have ended before (EPIPE).
	running.child.stdin?.on('error', () => {}).end(input);
	return await running;
}
