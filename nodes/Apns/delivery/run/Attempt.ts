import type { Answer } from '../connection/Answer.ts';
import type { Connection } from '../connection/Connection.ts';
import { newApnsId } from '../service/newApnsId.ts';
import type { Exchange, Loss, OpenRequest } from '../connection/OpenRequest.ts';
import type { Outcome } from '../service/Outcome.ts';
import type { DeliveryPolicy } from '../service/policy.ts';
import type { ProviderToken } from '../identity/ProviderTokenSource.ts';
import type { RosterMember } from '../connection/Roster.ts';
import type { Message, Service } from '../service/Service.ts';

/** Decides what an answer, or a missing answer, leads to. */
export interface AttemptOwner {
	readonly service: Service;
	/** @param nowMs when the answer came */
	attemptAnswered(attempt: Attempt, answer: Answer, nowMs: number): void;
	attemptLost(attempt: Attempt, loss: Loss): void;
}

/** One message to one recipient, from the first request to its outcome. */
export class Attempt implements Exchange, RosterMember {
	/** Among its run's attempts in flight. */
	place = -1;
	readonly index: number;
	readonly recipient: string;
	readonly message: Message;
	readonly policy: DeliveryPolicy;
	/** The same for all requests, so that Apple's console shows them as one. */
	readonly apnsId: string;
	/** Until when to try, as long as APNs has processed none of its requests. */
	readonly patienceEndsMs: number;
	/** Requests started so far. */
	requests = 0;
	/** Requests that APNs did not process. They do not count against `maxAttempts`. */
	unprocessed = 0;
	/** A request got no answer: APNs may have processed it, whatever happens to later ones. */
	maybeDone = false;
	/** Number of ExpiredProviderToken answers. */
	expired = 0;
	deadlineMs = 0;
	providerToken: ProviderToken | undefined;
	openRequest: OpenRequest | undefined;
	connection: Connection | undefined;
	readonly #owner: AttemptOwner;

	constructor(
		owner: AttemptOwner,
		index: number,
		recipient: string,
		message: Message,
		policy: DeliveryPolicy,
		nowMs: number,
	) {
		this.#owner = owner;
		this.index = index;
		this.recipient = recipient;
		this.message = message;
		this.policy = policy;
		this.apnsId = message.apnsId ?? newApnsId();
		this.patienceEndsMs = nowMs + policy.requestTimeoutMs;
	}

	get readsContent(): boolean {
		return this.#owner.service.readsContent;
	}

	/** Whether `maxAttempts` allows another request. */
	get mayTryAgain(): boolean {
		return this.requests - this.unprocessed < this.policy.maxAttempts;
	}

	answered(answer: Answer, nowMs: number): void {
		this.#owner.attemptAnswered(this, answer, nowMs);
	}

	lost(loss: Loss): void {
		this.#owner.attemptLost(this, loss);
	}

	/** An outcome for this token: with its number of requests, and the doubt that an earlier request left. */
	own(outcome: Outcome): Outcome {
		const { attempts, apnsId } = outcome;
		if (outcome.outcome === 'accepted' && attempts === this.requests && apnsId !== null) {
			return outcome;
		}
		const own = {
			...outcome,
			attempts: this.requests,
			apnsId: outcome.apnsId ?? (this.requests > 0 ? this.apnsId : (this.message.apnsId ?? null)),
		};
		if (!this.maybeDone || own.outcome === 'accepted' || own.outcome === 'unknown') return own;
		// If a repeat does no harm, its answer is valid for both requests.
		if (this.#owner.service.doubt === '' && own.outcome !== 'notSent') return own;
		return {
			...own,
			outcome: 'unknown',
			message: `${own.message} An earlier request got no answer and may have arrived.`,
		};
	}
}
