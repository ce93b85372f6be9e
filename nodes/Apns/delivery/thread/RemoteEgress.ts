import type { LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { EgressFilter } from '../route/egress.ts';
import type { MessageFromThread, Question, Verdict } from './messages.ts';

/** n8n's egress filter, which stays in n8n's thread: asks there. */
export class RemoteEgress implements EgressFilter {
	readonly #post: (message: MessageFromThread) => void;
	readonly #waiting = new Map<number, (verdict: Verdict) => void>();
	#lastId = 0;

	constructor(post: (message: MessageFromThread) => void) {
		this.#post = post;
	}

	async validateUrl(url: string): Promise<{ readonly ok: boolean }> {
		const { ok = false, failure } = await this.#ask({ url });
		if (failure !== undefined) throw errorOf(failure);
		return { ok };
	}

	createSecureLookup(): LookupFunction {
		return (hostname, { all, family, hints, verbatim }, callback) => {
			const options = { all, family, hints, verbatim } as LookupOptions;
			void this.#ask({ hostname, options }).then(({ addresses = [], family: found, failure }) => {
				if (failure === undefined) callback(null, addresses, found);
				else callback(errorOf(failure), []);
			});
		};
	}

	/** The answer to a question has come. */
	answered(verdict: Verdict): void {
		const resolve = this.#waiting.get(verdict.id);
		this.#waiting.delete(verdict.id);
		resolve?.(verdict);
	}

	async #ask(ask: Question['ask']): Promise<Verdict> {
		return await new Promise((resolve) => {
			const id = (this.#lastId += 1);
			this.#waiting.set(id, resolve);
			this.#post({ type: 'question', id, ask });
		});
	}
}

function errorOf({ kind, code, message }: NonNullable<Verdict['failure']>): Error {
	return kind === undefined
		? Object.assign(new Error(message), { code })
		: new ConnectionFailure(kind, message);
}
