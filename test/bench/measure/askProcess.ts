import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts a process, sends it a request, and returns its reply. */
export async function askProcess<Reply>(file: string, request: object): Promise<Reply> {
	const child = fork(file);
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
