import type { ApnsTarget } from './route/ApnsTarget.ts';
import { ConnectionPool } from './run/ConnectionPool.ts';
import { systemClock, type Clock } from './time/Clock.ts';
import { DeliveryRun } from './run/DeliveryRun.ts';
import type { DeliverySource } from './run/DeliverySource.ts';
import type { Outcome } from './service/Outcome.ts';
import { Pace } from './run/Pace.ts';
import type { DeliveryLimits } from './service/policy.ts';
import {
	fingerprintOf,
	ProviderTokenSource,
	type SigningKey,
} from './identity/ProviderTokenSource.ts';
import type { Message } from './service/Service.ts';

/** With what, and within which bounds, a source is delivered. */
export interface DeliveryOptions {
	readonly target: ApnsTarget;
	/** Undefined where the target has a client certificate, which APNs asks no provider token of. */
	readonly signingKey: SigningKey | undefined;
	readonly limits: DeliveryLimits;
	/** Shared with other deliveries that keep to one rate together; left out: `maxPerSecond` for this one. */
	readonly pace?: Pace;
	/** Stops the sending within a second; what was not sent is settled as `CANCELLED`. */
	readonly signal?: AbortSignal | undefined;
	/** Starts no further token; those in flight are waited for, the rest is settled as `CANCELLED`. */
	readonly enough?: AbortSignal | undefined;
}

/** What there is to say about a delivery as a whole. */
export interface DeliverySummary {
	/**
	 * A fault that concerns all tokens (or all of one topic), because of which some were not even sent:
	 * a refused credential, a host that cannot be reached. Undefined where there was none.
	 */
	readonly fault: Outcome | undefined;
}

/**
 * Everything a process shares between its deliveries: provider tokens and connections. One is enough
 * ({@link delivery}); tests make theirs, with their own clock.
 */
export class Delivery {
	readonly #clock: Clock;
	readonly #tokens = new Map<string, ProviderTokenSource>();
	readonly #pools = new Map<string, ConnectionPool>();

	constructor(clock: Clock = systemClock) {
		this.#clock = clock;
	}

	/** Delivers everything a source holds; resolves when each token has been settled. Rejects only with what the source throws. */
	async deliver<M extends Message>(
		source: DeliverySource<M>,
		options: DeliveryOptions,
	): Promise<DeliverySummary> {
		const pool = this.#poolFor(options.target, options.signingKey);
		const pace = options.pace ?? new Pace(options.limits.maxPerSecond);
		const run = new DeliveryRun(pool, source, options.limits, pace, this.#clock);
		const forgetSignal = onAbort(options.signal, () => run.cancel());
		const forgetEnough = onAbort(options.enough, () => run.stop());
		try {
			await pool.serve(run);
		} finally {
			forgetSignal();
			forgetEnough();
		}
		return { fault: run.fault };
	}

	/** The provider tokens of a signing key: one source a process, whatever hosts it is used with. */
	tokensFor(key: SigningKey): ProviderTokenSource {
		const fingerprint = fingerprintOf(key);
		let tokens = this.#tokens.get(fingerprint);
		if (tokens === undefined) {
			tokens = new ProviderTokenSource(key, this.#clock);
			this.#tokens.set(fingerprint, tokens);
		}
		return tokens;
	}

	#poolFor(target: ApnsTarget, key: SigningKey | undefined): ConnectionPool {
		const name = wayOf(target, key);
		let pool = this.#pools.get(name);
		if (pool === undefined) {
			const tokens = key === undefined ? undefined : this.tokensFor(key);
			pool = new ConnectionPool(target, tokens, this.#clock, () => this.#pools.delete(name));
			this.#pools.set(name, pool);
		}
		return pool;
	}
}

/** The one that all executions of this process share. */
export const delivery = new Delivery();

/** The same for all that can share connections: where to, and who sends. It holds nothing secret. */
export function wayOf(target: ApnsTarget, key: SigningKey | undefined): string {
	const { host, port, caCertificate, clientCertificate, proxy } = target;
	const credential = key === undefined ? clientCertificate?.fingerprint : fingerprintOf(key);
	return JSON.stringify([host, port, caCertificate, proxy?.fingerprint, credential]);
}

/** Returns how to stop listening: an execution's signal outlives the delivery. */
function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
	if (signal?.aborted) callback();
	signal?.addEventListener('abort', callback, { once: true });
	return () => signal?.removeEventListener('abort', callback);
}
