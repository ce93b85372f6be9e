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
import { onAbort } from './time/onAbort.ts';

/** Where to deliver a source, with which key, and within which limits. */
export interface DeliveryOptions {
	readonly target: ApnsTarget;
	/** Undefined if the target has a client certificate: APNs then needs no provider token. */
	readonly signingKey: SigningKey | undefined;
	readonly limits: DeliveryLimits;
	/** Share one to keep several deliveries within one rate. Default: `maxPerSecond` for this delivery alone. */
	readonly pace?: Pace;
	/** Stops sending within a second. Tokens that were not sent are settled as `CANCELLED`. */
	readonly signal?: AbortSignal | undefined;
	/** Starts no more tokens: waits for those in flight and settles the rest as `CANCELLED`. */
	readonly enough?: AbortSignal | undefined;
}

/** The result of a delivery as a whole. */
export interface DeliverySummary {
	/**
	 * A fault that affects all tokens, or all tokens of one topic, so that some were not sent: a refused
	 * credential, an unreachable host. Undefined if there was none.
	 */
	readonly fault: Outcome | undefined;
}

/**
 * Everything a process shares between its deliveries: provider tokens and connections. One instance is
 * enough ({@link delivery}); tests create their own, with their own clock.
 */
export class Delivery {
	readonly #clock: Clock;
	readonly #tokens = new Map<string, ProviderTokenSource>();
	readonly #pools = new Map<string, ConnectionPool>();

	constructor(clock: Clock = systemClock) {
		this.#clock = clock;
	}

	/** Delivers everything in a source. Resolves when every token is settled; rejects only with what the source throws. */
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

	/** The provider tokens of a signing key: one source per process, for all hosts. */
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

/** The instance that all executions of this process share. */
export const delivery = new Delivery();

/** Equal for deliveries that can share connections: same destination, same sender. Contains no secret. */
export function wayOf(target: ApnsTarget, key: SigningKey | undefined): string {
	const { host, port, caCertificate, clientCertificate, proxy } = target;
	const credential = key === undefined ? clientCertificate?.fingerprint : fingerprintOf(key);
	return JSON.stringify([host, port, caCertificate, proxy?.fingerprint, credential]);
}
