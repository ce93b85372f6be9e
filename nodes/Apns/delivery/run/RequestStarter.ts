import type { Connection } from '../connection/Connection.ts';
import type { ProviderTokenSource } from '../identity/ProviderTokenSource.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import { notStarted } from '../route/ConnectionFailure.ts';
import { RequestEncoder } from '../service/RequestEncoder.ts';
import { outcomeOf, type Outcome } from '../service/Outcome.ts';
import type { DeliveryRun } from './DeliveryRun.ts';

/** jose could not sign with a key that was read without an error. */
const UNSIGNED = outcomeOf({
	outcome: 'notSent',
	errorCode: 'AUTH_FAILED',
	action: 'fixCredentials',
	message: 'Not sent. The private key of the credential cannot sign a provider token.',
});

/** Gets the result of signing. */
export interface StarterOwner {
	/** A new provider token is available. */
	signed(): void;
	/** The key cannot sign. */
	cannotSign(why: Outcome): void;
}

/** Signs requests with the provider token and starts them. */
export class RequestStarter {
	readonly #tokens: ProviderTokenSource | undefined;
	readonly #owner: StarterOwner;
	readonly #encoder: RequestEncoder;
	#signing = false;

	/** @param tokens undefined if the target has a client certificate */
	constructor(target: ApnsTarget, tokens: ProviderTokenSource | undefined, owner: StarterOwner) {
		this.#tokens = tokens;
		this.#owner = owner;
		this.#encoder = new RequestEncoder(target);
	}

	/**
	 * Starts the run's next attempt on a free connection.
	 *
	 * @param dateMs Unix time
	 * @returns whether an attempt was started, or refused for good
	 */
	start(run: DeliveryRun, connection: Connection, nowMs: number, dateMs: number): boolean {
		const token = this.#tokens?.current(dateMs);
		if (token === undefined && this.#tokens !== undefined) {
			this.#sign(this.#tokens);
			return false;
		}
		const attempt = run.take(nowMs);
		if (attempt === undefined) return false;
		attempt.providerToken = token;
		attempt.connection = connection;
		connection.providerToken = token;
		try {
			attempt.openRequest = connection.send(
				attempt,
				this.#encoder
					.headersOf(run.service, attempt.message, token)
					.address(attempt.recipient, attempt.apnsId).list,
				this.#encoder.bodyOf(attempt.message),
				nowMs,
			);
		} catch (error) {
			run.refuse(attempt, notStarted(error));
			return true;
		}
		if (attempt.openRequest === undefined) {
			run.giveBack(attempt);
			return false;
		}
		run.started(attempt, nowMs);
		return true;
	}

	#sign(tokens: ProviderTokenSource): void {
		if (this.#signing) return;
		this.#signing = true;
		void tokens.renew().then(
			() => {
				this.#signing = false;
				this.#owner.signed();
			},
			() => {
				this.#signing = false;
				this.#owner.cannotSign(UNSIGNED);
			},
		);
	}
}
