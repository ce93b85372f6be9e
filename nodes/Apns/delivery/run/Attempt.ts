import type { Answer } from '../connection/Answer.ts';
import type { Connection } from '../connection/Connection.ts';
import { newApnsId } from '../service/newApnsId.ts';
import type { Exchange, Loss, OpenRequest } from '../connection/OpenRequest.ts';
import type { Outcome } from '../service/Outcome.ts';
import type { DeliveryPolicy } from '../service/policy.ts';
import type { ProviderToken } from '../identity/ProviderTokenSource.ts';
import type { RosterMember } from '../connection/Roster.ts';
import type { Message, Service } from '../service/Service.ts';

/** Who decides what an answer, or its absence, leads to. */
export interface AttemptOwner {
	readonly service: Service;
	/** @param nowMs when it came */
	attemptAnswered(attempt: Attempt, answer: Answer, nowMs: number): void;
	attemptLost(attempt: Attempt, loss: Loss): void;
}

/** One message on its way to one recipient, from the first request until its outcome. */
export class Attempt implements Exchange, RosterMember {
	/** Among those in flight of its run. */
	place = -1;
	readonly index: number;
	readonly recipient: string;
	readonly message: Message;
	readonly policy: DeliveryPolicy;
	/** The same for all requests, so that they can be recognised as one in Apple's console. */
	readonly apnsId: string;
	/** Until when it is tried as long as APNs has processed none of its requests. */
	readonly patienceEndsMs: number;
	/** Requests that were started. */
	requests = 0;
	/** Requests that APNs did not process. They do not count against `maxAttempts`. */
	unprocessed = 0;
	/** A request got no answer: APNs may have done what it asked, whatever becomes of later ones. */
	maybeDone = false;
	/** Answers ExpiredProviderToken. */
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

	/** Whether `maxAttempts` leaves another request. */
	get mayTryAgain(): boolean {
		return this.requests - this.unprocessed < this.policy.maxAttempts;
	}

	answered(answer: Answer, nowMs: number): void {
		this.#owner.attemptAnswered(this, answer, nowMs);
	}

	lost(loss: Loss): void {
		this.#owner.attemptLost(this, loss);
	}

	/** An outcome as this token's own: with its requests, and with the doubt that an earlier one left. */
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
		// Where a repeat does nothing twice, its answer holds for both.
		if (this.#owner.service.doubt === '' && own.outcome !== 'notSent') return own;
		return {
			...own,
			outcome: 'unknown',
			message: `${own.message} An earlier request for it got no answer and may have arrived.`,
		};
	}
}
