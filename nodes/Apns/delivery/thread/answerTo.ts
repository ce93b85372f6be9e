import type { EgressFilter } from '../route/egress.ts';
import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { Question, Verdict } from './messages.ts';

/** What n8n's egress filter decides, in a form that can be copied to another thread. Never rejects. */
export async function answerTo({ id, ask }: Question, egress: EgressFilter): Promise<Verdict> {
	const type = 'verdict';
	try {
		if ('url' in ask) return { type, id, ok: (await egress.validateUrl(ask.url)).ok };
		return await new Promise((resolve) => {
			egress.createSecureLookup()(ask.hostname, ask.options, (error, addresses, family) => {
				if (error) resolve({ type, id, failure: failureOf(error) });
				else resolve({ type, id, addresses, family });
			});
		});
	} catch (error) {
		return { type, id, failure: failureOf(error) };
	}
}

function failureOf(error: unknown): NonNullable<Verdict['failure']> {
	return {
		kind: error instanceof ConnectionFailure ? error.kind : undefined,
		code: (error as { code?: unknown } | null)?.code,
		message: error instanceof Error ? error.message : String(error),
	};
}
