import { once } from 'node:events';
import type { Host } from '../road/hosts.ts';
import { forkOn } from './forkOn.ts';

/** How to start it. */
export interface AskOptions {
	readonly host?: Host | undefined;
	readonly env?: Readonly<Record<string, string>>;
	readonly execArgv?: readonly string[];
}

/** Starts a process, sends it a request, and returns its reply. */
export async function askProcess<Reply>(
	file: string,
	request: object,
	{ host, env = {}, execArgv = [] }: AskOptions = {},
): Promise<Reply> {
	const child = forkOn(host, file, [], {
		env: { ...process.env, ...env },
		execArgv: [...process.execArgv, ...execArgv],
	});
	const exited = once(child, 'exit');
	try {
		child.send(request);
		const [reply] = await Promise.race([
			once(child, 'message'),
			exited.then(([code]) => {
				throw new Error(`The measuring process ended with ${code}.`);
			}),
		]);
		return reply as Reply;
	} finally {
		child.kill('SIGKILL');
		await exited;
	}
}
