import { Alarm } from '../time/Alarm.ts';
import type { Answer } from '../connection/Answer.ts';
import type { Attempt, AttemptOwner } from './Attempt.ts';
import type { Clock } from '../time/Clock.ts';
import type { Connection } from '../connection/Connection.ts';
import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import { NOTHING, type DeliverySource } from './DeliverySource.ts';
import type { Outcome } from '../service/Outcome.ts';
import type { Loss } from '../connection/OpenRequest.ts';
import type { ProviderToken } from '../identity/ProviderTokenSource.ts';
import type { Pace } from './Pace.ts';
import { Patience } from './Patience.ts';
import {
	backoffMs,
	MAX_RETRY_AFTER_SECONDS,
	reconnectBackoffMs,
	type DeliveryLimits,
} from '../service/policy.ts';
import { Roster } from '../connection/Roster.ts';
import { CANCELLED, notSent, outcomeOfFailure, scopeOf } from '../service/runFault.ts';
import { SendQueue } from './SendQueue.ts';
import { Settlement } from './Settlement.ts';
import { DEVICE_PUSH, type Message, type Service } from '../service/Service.ts';
import { TopicFaults } from './TopicFaults.ts';

/** How long to wait for answers in flight after the execution was stopped; it must end within a second. */
const CANCEL_GRACE_MS = 500;

/** What a run needs of its connection pool. */
export interface ConnectionSource {
	/**
	 * Records what an answer says about its connection and provider token, whichever run it belongs to.
	 *
	 * @param tookMs from the request to the answer
	 * @returns whether the connection is at fault: another one would answer differently
	 */
	learn(
		answer: Answer,
		connection: Connection,
		token: ProviderToken | undefined,
		tookMs: number,
	): boolean;
	/** Gives every free stream to a waiting token. */
	pump(): void;
}

/** One call of `deliver`: takes tokens from its source as streams become free, and settles each once. */
export class DeliveryRun implements AttemptOwner {
	readonly service: Service;
	readonly limits: DeliveryLimits;
	/** A fault that affects more than one token. */
	fault: Outcome | undefined;
	readonly #pool: ConnectionSource;
	#source: DeliverySource<Message>;
	#queue: SendQueue;
	readonly #clock: Clock;
	readonly #pace: Pace;
	readonly #inFlight = new Roster<Attempt>();
	readonly #topics = new TopicFaults();
	#stopped = false;
	/** Once stopped: the outcome of tokens that were not sent. */
	#ending: Outcome | undefined;
	readonly #settlement: Settlement;
	readonly #patience: Patience;
	readonly #alarm: Alarm;

	constructor(
		pool: ConnectionSource,
		source: DeliverySource<Message>,
		limits: DeliveryLimits,
		pace: Pace,
		clock: Clock,
	) {
		this.#pool = pool;
		this.service = source.service ?? DEVICE_PUSH;
		this.#source = source;
		this.#queue = new SendQueue(source, this);
		this.limits = limits;
		this.#clock = clock;
		this.#pace = pace;
		this.#alarm = new Alarm(clock, () => this.#wake());
		this.#patience = new Patience(clock.nowMs());
		if (source.arrived !== undefined) source.onArrival = () => this.#moreArrived();
		this.#settlement = new Settlement(source, (hasFailed) => this.#finish(hasFailed));
	}

	/** Resolves when the last token is settled. Rejects with what the source threw. */
	get ended(): Promise<void> {
		return this.#settlement.ended;
	}

	/** Whether a token can be sent now, given a free stream. */
	isReady(nowMs: number): boolean {
		if (!this.#queue.isReady) return false;
		if (this.#pace.nextMs <= nowMs) return true;
		// Another delivery may have used this turn: the pace can be shared.
		this.#alarm.setFor(this.#pace.nextMs);
		return false;
	}

	/** Waiting for them was no fault of the connection. */
	#moreArrived(): void {
		this.#patience.moved(this.#clock.nowMs());
		this.#pool.pump();
		this.schedule();
	}

	/** Whether this run's own limits allow another request with so many open connections. */
	hasRoom(connections: number): boolean {
		const { maxConnections, maxConcurrentStreams } = this.limits;
		return this.#inFlight.size < maxConcurrentStreams * Math.min(connections, maxConnections);
	}

	/** The next token's attempt. Call only while {@link isReady}. Undefined if none is left. */
	take(nowMs: number): Attempt | undefined {
		for (;;) {
			const attempt = this.#queue.take(nowMs);
			if (attempt === undefined) return undefined;
			const condemned = this.#topics.of(attempt.message.topic);
			if (condemned === undefined) return attempt;
			this.#settle(attempt, notSent(condemned));
		}
	}

	/** A request for the attempt was started. */
	started(attempt: Attempt, nowMs: number): void {
		attempt.requests += 1;
		attempt.deadlineMs = nowMs + attempt.policy.requestTimeoutMs;
		this.#inFlight.add(attempt);
		if (attempt.connection?.proven) this.#patience.moved(nowMs);
		this.#pace.step(nowMs);
		this.#alarm.setFor(attempt.deadlineMs);
	}

	/** No request can be started for the attempt, now or later. */
	refuse(attempt: Attempt, failure: ConnectionFailure): void {
		this.#settle(attempt, outcomeOfFailure(failure, 'notSent', false, ''));
	}

	/** The attempt could not be started; it stays first in the queue. */
	giveBack(attempt: Attempt): void {
		this.#queue.giveBack(attempt);
	}

	attemptAnswered(attempt: Attempt, answer: Answer, nowMs: number): void {
		this.#inFlight.delete(attempt);
		const connection = attempt.connection!;
		// Longer than it was if a stop has brought the deadline forward; only the quickest answer counts.
		const tookMs = nowMs - attempt.deadlineMs + attempt.policy.requestTimeoutMs;
		const blamesConnection = this.#pool.learn(answer, connection, attempt.providerToken, tookMs);
		if (!blamesConnection) this.#patience.moved(nowMs);
		if (connection.proven) this.#patience.proven(nowMs);

		if (answer.reason === 'ExpiredProviderToken' && answer.status === 403) {
			attempt.expired += 1;
			if (attempt.expired === 1 && !this.#stopped) {
				this.#queue.repeat(attempt);
				return;
			}
		}
		if (blamesConnection && this.#repeatElsewhere(attempt, nowMs)) return;
		const outcome = this.service.outcomeOf(answer, attempt);
		const scope = scopeOf(answer);
		if (attempt.expired > 1 || (scope === 'run' && !blamesConnection)) {
			this.#settle(attempt, outcome);
			this.condemn(outcome);
			return;
		}
		const { topic } = attempt.message;
		if (scope === 'topic' && this.#topics.refuse(topic, outcome)) this.fault ??= outcome;
		if (outcome.outcome === 'accepted') this.#topics.accept(topic);
		const isDown =
			answer.status >= 500 && this.#patience.isUnproven(nowMs, attempt.policy.requestTimeoutMs);
		if (!isDown && outcome.action === 'retryLater' && this.#retryLater(attempt, answer)) return;
		this.#settle(attempt, outcome);
		if (isDown) this.condemn(outcome);
	}

	attemptLost(attempt: Attempt, { outcome, failure }: Loss): void {
		this.#inFlight.delete(attempt);
		const nowMs = this.#clock.nowMs();
		if (attempt.connection?.proven) this.#patience.moved(nowMs);
		const { service } = this;
		const repeat = service.mayRepeat(attempt.message, attempt.policy.onUnknownDelivery);
		if (outcome === 'notSent') {
			if (this.#repeatElsewhere(attempt, nowMs)) return;
		} else {
			attempt.maybeDone = service.method !== 'GET';
			if (!this.#stopped && repeat && attempt.mayTryAgain) {
				// The repeat has a full timeout.
				this.#patience.moved(nowMs);
				this.#queue.repeat(attempt);
				return;
			}
		}
		const spared = outcome === 'notSent' ? this.#ending : undefined;
		const lost = spared ?? outcomeOfFailure(failure, outcome, repeat, service.doubt);
		this.#settle(attempt, lost);
	}

	/**
	 * APNs has not processed it: repeats it on another connection, at first without a delay. False if it is
	 * not repeated.
	 */
	#repeatElsewhere(attempt: Attempt, nowMs: number): boolean {
		attempt.unprocessed += 1;
		if (this.#stopped || nowMs >= attempt.patienceEndsMs) return false;
		if (attempt.unprocessed === 1) this.#queue.repeat(attempt);
		else this.#delay(attempt, reconnectBackoffMs(attempt.unprocessed - 1, this.#clock));
		return true;
	}

	/**
	 * A connection ended before APNs accepted the credential on it, and there is no other.
	 *
	 * @param isLasting whether the next one would end for the same reason
	 */
	connectionDied(why: Outcome, isLasting: boolean): void {
		const deaths = this.#patience.connectionDied(why, isLasting);
		const { policy } = this.#queue;
		if (policy !== undefined && deaths >= policy.maxAttempts) this.condemn(why);
	}

	/** A fault that every further token would meet: no more tokens are sent. */
	condemn(fault: Outcome): void {
		if (this.#stopped) return;
		this.fault = fault;
		this.#end(notSent(fault));
	}

	/** Sends no more: waiting tokens get this outcome, tokens in flight their own. */
	#end(outcome: Outcome): void {
		if (this.#stopped) return;
		this.#stopped = true;
		this.#ending = outcome;
		for (const attempt of this.#queue.takeBegun()) this.#settle(attempt, outcome);
		try {
			this.#settleNew(outcome);
		} catch (error) {
			this.fail(error);
		}
	}

	#settleNew(outcome: Outcome): void {
		for (;;) {
			const index = this.#queue.skipNew();
			if (index === undefined) return;
			const apnsId = this.#source.message(index).apnsId ?? null;
			this.#settlement.settle(index, { ...outcome, apnsId });
		}
	}

	/** Starts no more tokens, and waits for those in flight. */
	stop(): void {
		this.#end(CANCELLED);
	}

	/** The execution was stopped: sends no more, and waits briefly for tokens in flight. */
	cancel(): void {
		this.stop();
		const graceEndsMs = this.#clock.nowMs() + CANCEL_GRACE_MS;
		for (const attempt of this.#inFlight) {
			attempt.deadlineMs = Math.min(attempt.deadlineMs, graceEndsMs);
		}
		this.#alarm.setFor(graceEndsMs);
	}

	/** Sets the run's alarm for the next deadline. */
	schedule(): void {
		let dueMs = Math.min(this.#queue.nextDueMs, this.#stallEndsMs());
		for (const attempt of this.#inFlight) dueMs = Math.min(dueMs, attempt.deadlineMs);
		this.#alarm.setFor(dueMs);
	}

	/** False if it is not tried again. */
	#retryLater(attempt: Attempt, answer: Answer): boolean {
		if (this.#stopped || !attempt.mayTryAgain) return false;
		const askedSeconds = answer.retryAfterSeconds ?? 0;
		if (askedSeconds > MAX_RETRY_AFTER_SECONDS) return false;
		this.#delay(attempt, askedSeconds * 1000 + backoffMs(attempt.requests, this.#clock));
		return true;
	}

	#delay(attempt: Attempt, delayMs: number): void {
		const dueMs = this.#clock.nowMs() + delayMs;
		this.#queue.delay(attempt, dueMs);
		this.#alarm.setFor(dueMs);
	}

	#settle(attempt: Attempt, outcome: Outcome): void {
		this.#settlement.settle(attempt.index, attempt.own(outcome));
	}

	/** The source threw, so no more outcomes can be reported to it. Other runs continue. */
	fail(error: unknown): void {
		this.#settlement.fail(error);
	}

	#finish(hasFailed: boolean): void {
		if (hasFailed) this.#stopped = true;
		this.#alarm.stop();
		this.#source = NOTHING;
		this.#queue = new SendQueue(NOTHING, this);
	}

	#wake(): void {
		const nowMs = this.#clock.nowMs();
		for (const attempt of this.#inFlight) {
			if (attempt.deadlineMs <= nowMs) this.#timedOut(attempt, nowMs);
		}
		const wasWaiting = this.#queue.isReady;
		if (this.#queue.bringBack(nowMs) && !wasWaiting) this.#patience.moved(nowMs);
		if (this.#stallEndsMs() <= nowMs) this.condemn(this.#patience.end);
		this.#pool.pump();
		this.schedule();
	}

	#timedOut(attempt: Attempt, nowMs: number): void {
		const { connection, openRequest } = attempt;
		if (connection === undefined || openRequest === undefined) return;
		const outcome = connection.giveUp(openRequest, nowMs);
		if (outcome === 'answered') return;
		const failure = new ConnectionFailure('timeout', 'APNs did not answer in time.');
		this.attemptLost(attempt, { outcome, failure });
	}

	/** Until when to wait for a connection; Infinity while there is progress. */
	#stallEndsMs(): number {
		const { policy } = this.#queue;
		if (policy === undefined) return Infinity;
		return this.#patience.endsMs(policy.requestTimeoutMs, this.#pace.nextMs, this.#inFlight);
	}
}
