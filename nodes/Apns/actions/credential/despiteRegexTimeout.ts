/** Even a busy machine does not time out this many times in a row. */
const MAX_TRIES = 5;

/**
 * Calls `read` again if it failed because of the time limit that n8n sets for regular expressions. n8n allows
 * each 250 ms (n8n-workflow, safe-regex), including the one in credentials/sameForAllItems.property.ts. On a
 * busy machine, that time can pass before the expression has started.
 *
 * @throws what `read` throws
 */
export async function despiteRegexTimeout<T>(read: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries += 1) {
		try {
			return await read();
		} catch (error) {
			if (tries === MAX_TRIES || !isRegexTimeout(error)) throw error;
		}
	}
}

function isRegexTimeout(error: unknown): boolean {
	return error instanceof Error && /regular expression .*timed out/i.test(error.message);
}
