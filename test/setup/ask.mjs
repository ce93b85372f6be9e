import { execFile } from 'node:child_process';

/** What a command prints, trimmed; `undefined` when it cannot be started or fails. */
export function ask(command, args) {
	return new Promise((resolve) => {
		execFile(command, args, (error, stdout) => resolve(error ? undefined : stdout.trim()));
	});
}
