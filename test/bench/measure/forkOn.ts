import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import type { Host } from '../road/hosts.ts';

/** Starts a script of ours as a process with a channel, on a host of a road if there is one. */
export function forkOn(
	host: Host | undefined,
	file: string,
	args: readonly string[] = [],
	options: ForkOptions = {},
): ChildProcess {
	if (host === undefined) return fork(file, args, options);
	const { execArgv = process.execArgv } = options;
	const inNamespace = ['netns', 'exec', host.namespace, process.execPath, ...execArgv];
	return fork(file, args, { ...options, execPath: 'ip', execArgv: inNamespace });
}
