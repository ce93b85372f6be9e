/** No machine is that busy so many times in a row. */
const MAX_TRIES = 5;

/**
 * What n8n reads, tried again where it failed by the time limit for regular expressions. n8n allows one 250 ms
 * (n8n-workflow, safe-regex), such as the one in credentials/sameForAllItems.property.ts; on a busy machine that may
 * pass before it has begun.
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
