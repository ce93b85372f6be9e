import { setTimeout as wait } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;

/**
 * Repeats the question until the answer is not `undefined`. `what` completes the sentence "… did not happen
 * within 20 s".
 */
export async function until<T>(
	what: string,
	timeoutMs: number,
	ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) {
			throw new Error(`${what} did not happen within ${timeoutMs / 1000} s`);
		}
		await wait(LOOK_AGAIN_MS);
	}
}
