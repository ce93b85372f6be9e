import { Alarm } from '../time/Alarm.ts';
import type { Answer } from '../connection/Answer.ts';
import type { Attempt, AttemptOwner } from './Attempt.ts';
import type { Clock } from '../time/Clock.ts';
import type { Connection } from '../connection/Connection.ts';
import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { DeliverySource } from './DeliverySource.ts';
import type { Outcome } from '../service/Outcome.ts';
import type { Loss } from '../connection/OpenRequest.ts';
import type { ProviderToken } from '../identity/ProviderTokenSource.ts';
import type { Pace } from './Pace.ts';
import {
	backoffMs,
	DEFAULT_POLICY,
	MAX_RETRY_AFTER_SECONDS,
	reconnectBackoffMs,
	type DeliveryLimits,
} from '../service/policy.ts';
import { Roster } from '../connection/Roster.ts';
import { CANCELLED, notSent, outcomeOfFailure, scopeOf } from '../service/runFault.ts';
import { SendQueue } from './SendQueue.ts';
import { DEVICE_PUSH, type Message, type Service } from '../service/Service.ts';

/** How long answers in flight are waited for once the execution was stopped; it shall end within a second. */
const CANCEL_GRACE_MS = 500;

const NOTHING: DeliverySource<Message> = {
	count: 0,
	recipient: () => '',
	message: () => {
		throw new RangeError('Nothing is left to be delivered');
	},
	policy: () => DEFAULT_POLICY,
	settle: () => {},
};

/** What a run needs of those who hand it connections. */
export interface ConnectionSource {
	/**
	 * What an answer says about its connection and its provider token, whosever request it was.
	 *
	 * @returns whether the connection is to blame: another one would answer otherwise
	 */
	learn(answer: Answer, connection: Connection, token: ProviderToken | undefined): boolean;
	/** Gives every free stream to a token that waits for one. */
	pump(): void;
}

/** One call of `deliver`: takes tokens from its source as streams become free, and settles each once. */
export class DeliveryRun implements AttemptOwner {
	readonly service: Service;
	readonly limits: DeliveryLimits;
	/** A fault that concerns more than one token. */
	fault: Outcome | undefined;
	readonly ended: Promise<void>;
	readonly #pool: ConnectionSource;
	#source: DeliverySource<Message>;
	#queue: SendQueue;
	readonly #clock: Clock;
	readonly #pace: Pace;
	readonly #inFlight = new Roster<Attempt>();
	readonly #condemnedTopics = new Map<string, Outcome>();
	readonly #acceptedTopics = new Set<string>();
	#lastAcceptedTopic: string | undefined;
	#stopped = false;
	/** Once it is stopped: what becomes of tokens that were not sent. */
	#ending: Outcome | undefined;
	#unsettled: number;
	#deadConnections = 0;
	/** Why the last of them ended. */
	#lastDeath: Outcome | undefined;
	#movedAtMs: number;
	/** When an answer last came on a connection that APNs had accepted the credential on. */
	#provenAtMs: number;
	readonly #alarm: Alarm;
	#resolveEnded!: () => void;
	#rejectEnded!: (error: unknown) => void;

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
		this.#unsettled = source.count;
		this.#movedAtMs = this.#provenAtMs = clock.nowMs();
		this.ended = new Promise((resolve, reject) => {
			this.#resolveEnded = resolve;
			this.#rejectEnded = reject;
		});
		if (source.count === 0) this.#finish();
	}

	/** Whether a token is to be sent now, were there a stream for it. */
	isReady(nowMs: number): boolean {
		if (!this.#queue.isReady) return false;
		if (this.#pace.nextMs <= nowMs) return true;
		// It may have been another delivery's turn: the pace can be shared.
		this.#alarm.setFor(this.#pace.nextMs);
		return false;
	}

	/** Whether another request keeps within this run's own limits, where so many connections are open. */
	hasRoom(connections: number): boolean {
		const { maxConnections, maxConcurrentStreams } = this.limits;
		return this.#inFlight.size < maxConcurrentStreams * Math.min(connections, maxConnections);
	}

	/** The next token's attempt. Only while {@link isReady}. Undefined where none was left after all. */
	take(nowMs: number): Attempt | undefined {
		for (;;) {
			const attempt = this.#queue.take(nowMs);
			if (attempt === undefined) return undefined;
			const condemned = this.#condemnedTopics.get(attempt.message.topic);
			if (condemned === undefined) return attempt;
			this.#settle(attempt, notSent(condemned));
		}
	}

	/** A request for the attempt was started. */
	started(attempt: Attempt, nowMs: number): void {
		attempt.requests += 1;
		attempt.deadlineMs = nowMs + attempt.policy.requestTimeoutMs;
		this.#inFlight.add(attempt);
		if (attempt.connection?.proven) this.#movedAtMs = nowMs;
		this.#pace.step(nowMs);
		this.#alarm.setFor(attempt.deadlineMs);
	}

	/** No request can be started for the attempt, now or later. */
	refuse(attempt: Attempt, failure: ConnectionFailure): void {
		this.#settle(attempt, outcomeOfFailure(failure, 'notSent', false, ''));
	}

	/** The attempt could not be started after all; it keeps its turn. */
	giveBack(attempt: Attempt): void {
		this.#queue.giveBack(attempt);
	}

	attemptAnswered(attempt: Attempt, answer: Answer, nowMs: number): void {
		this.#inFlight.delete(attempt);
		const connection = attempt.connection!;
		const blamesConnection = this.#pool.learn(answer, connection, attempt.providerToken);
		if (!blamesConnection) this.#movedAtMs = nowMs;
		if (connection.proven) {
			this.#deadConnections = 0;
			this.#lastDeath = undefined;
			this.#provenAtMs = nowMs;
		}

		if (answer.reason === 'ExpiredProviderToken' && answer.status === 403) {
			attempt.expired += 1;
			if (attempt.expired === 1 && !this.#stopped) {
				this.#queue.repeat(attempt);
				return;
			}
		}
		if (blamesConnection && this.#repeatElsewhere(attempt, nowMs)) return;
		const outcome = this.service.outcomeOf(answer);
		const scope = scopeOf(answer);
		if (attempt.expired > 1 || (scope === 'run' && !blamesConnection)) {
			this.#settle(attempt, outcome);
			this.condemn(outcome);
			return;
		}
		if (scope === 'topic' && !this.#acceptedTopics.has(attempt.message.topic)) {
			this.#condemnedTopics.set(attempt.message.topic, outcome);
			this.fault ??= outcome;
		}
		if (outcome.outcome === 'accepted') this.#topicAccepted(attempt.message.topic);
		const isDown =
			answer.status >= 500 && nowMs - this.#provenAtMs > attempt.policy.requestTimeoutMs;
		if (!isDown && outcome.action === 'retryLater' && this.#retryLater(attempt, answer)) return;
		this.#settle(attempt, outcome);
		if (isDown) this.condemn(outcome);
	}

	attemptLost(attempt: Attempt, { outcome, failure }: Loss): void {
		this.#inFlight.delete(attempt);
		const nowMs = this.#clock.nowMs();
		if (attempt.connection?.proven) this.#movedAtMs = nowMs;
		const { service } = this;
		const repeat = service.mayRepeat(attempt.message, attempt.policy.onUnknownDelivery);
		if (outcome === 'notSent') {
			if (this.#repeatElsewhere(attempt, nowMs)) return;
		} else {
			attempt.maybeDone = service.method !== 'GET';
			if (!this.#stopped && repeat && attempt.mayTryAgain) {
				// It has a whole time-out again.
				this.#movedAtMs = nowMs;
				this.#queue.repeat(attempt);
				return;
			}
		}
		const spared = outcome === 'notSent' ? this.#ending : undefined;
		const lost = spared ?? outcomeOfFailure(failure, outcome, repeat, service.doubt);
		this.#settle(attempt, lost);
	}

	/** APNs has not processed it: at once on another connection, and after that with some delay. False: not any more. */
	#repeatElsewhere(attempt: Attempt, nowMs: number): boolean {
		attempt.unprocessed += 1;
		if (this.#stopped || nowMs >= attempt.patienceEndsMs) return false;
		if (attempt.unprocessed === 1) this.#queue.repeat(attempt);
		else this.#delay(attempt, reconnectBackoffMs(attempt.unprocessed - 1, this.#clock));
		return true;
	}

	#topicAccepted(topic: string): void {
		if (topic === this.#lastAcceptedTopic) return;
		this.#lastAcceptedTopic = topic;
		this.#acceptedTopics.add(topic);
	}

	/**
	 * A connection ended without APNs ever having accepted the credential on it, and there is no other.
	 *
	 * @param isLasting whether the next one would end for the same reason
	 */
	connectionDied(why: Outcome, isLasting: boolean): void {
		this.#lastDeath = why;
		this.#deadConnections = isLasting ? this.#deadConnections + 1 : 0;
		const { policy } = this.#queue;
		if (policy !== undefined && this.#deadConnections >= policy.maxAttempts) this.condemn(why);
	}

	/** A fault that every further token would meet: none of them is sent. */
	condemn(fault: Outcome): void {
		if (this.#stopped) return;
		this.fault = fault;
		this.#end(notSent(fault));
	}

	/** Nothing more is sent: what waits gets this outcome, what is in flight its own. */
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
			this.#settleIndex(index, { ...outcome, apnsId });
		}
	}

	/** Starts no further token; those in flight are waited for. */
	stop(): void {
		this.#end(CANCELLED);
	}

	/** The execution was stopped: nothing more is sent, and what is in flight has a moment left. */
	cancel(): void {
		this.stop();
		const graceEndsMs = this.#clock.nowMs() + CANCEL_GRACE_MS;
		for (const attempt of this.#inFlight) {
			attempt.deadlineMs = Math.min(attempt.deadlineMs, graceEndsMs);
		}
		this.#alarm.setFor(graceEndsMs);
	}

	/** Sets the run's alarm for the next moment at which something is due. */
	schedule(): void {
		let dueMs = Math.min(this.#queue.nextDueMs, this.#stallEndsMs());
		for (const attempt of this.#inFlight) dueMs = Math.min(dueMs, attempt.deadlineMs);
		this.#alarm.setFor(dueMs);
	}

	/** False where it is not tried again. */
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
		this.#settleIndex(attempt.index, attempt.own(outcome));
	}

	#settleIndex(index: number, outcome: Outcome): void {
		try {
			this.#source.settle(index, outcome);
		} catch (error) {
			this.fail(error);
			return;
		}
		this.#unsettled -= 1;
		if (this.#unsettled === 0) this.#finish();
	}

	/** Its source threw: nothing more can be said of its tokens. Others are served as before. */
	fail(error: unknown): void {
		this.#rejectEnded(error);
		this.#stopped = true;
		this.#finish();
	}

	#finish(): void {
		this.#alarm.stop();
		// A stream that node:http2 still knows leads to this run: it must not hold a million tokens.
		this.#source = NOTHING;
		this.#queue = new SendQueue(NOTHING, this);
		this.#resolveEnded();
	}

	#wake(): void {
		const nowMs = this.#clock.nowMs();
		for (const attempt of this.#inFlight) {
			if (attempt.deadlineMs <= nowMs) this.#timedOut(attempt, nowMs);
		}
		const wasWaiting = this.#queue.isReady;
		if (this.#queue.bringBack(nowMs) && !wasWaiting) this.#movedAtMs = nowMs;
		if (this.#stallEndsMs() <= nowMs) {
			const why = new ConnectionFailure('timeout', 'No connection to APNs could be had in time.');
			this.condemn(this.#lastDeath ?? outcomeOfFailure(why, 'notSent', true, ''));
		}
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

	/** Until when tokens wait for a connection that does not come; Infinity while anything moves. */
	#stallEndsMs(): number {
		const { policy } = this.#queue;
		if (policy === undefined) return Infinity;
		let endsMs = Math.max(this.#movedAtMs, this.#pace.nextMs) + policy.requestTimeoutMs;
		for (const { connection, deadlineMs } of this.#inFlight) {
			if (connection?.proven) return Infinity;
			// One that has never answered is no hope for those who wait for it.
			endsMs = Math.max(endsMs, deadlineMs);
		}
		return endsMs;
	}
}
