import { Alarm } from '../time/Alarm.ts';
import type { Answer } from '../connection/Answer.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import type { Clock } from '../time/Clock.ts';
import { Connection, type ConnectionOwner } from '../connection/Connection.ts';
import type { ConnectionFailure } from '../route/ConnectionFailure.ts';
import { Capacity } from './Capacity.ts';
import { ConnectionRecord } from './ConnectionRecord.ts';
import { CredentialTrust } from './CredentialTrust.ts';
import type { ConnectionSource, DeliveryRun } from './DeliveryRun.ts';
import type { Outcome } from '../service/Outcome.ts';
import { outcomeOfAnswer } from '../service/outcomeTable.ts';
import { reconnectBackoffMs } from '../service/policy.ts';
import type { ProviderToken, ProviderTokenSource } from '../identity/ProviderTokenSource.ts';
import { RequestStarter, type StarterOwner } from './RequestStarter.ts';
import { faultOfGoAway, notSent, outcomeOfFailure, scopeOf } from '../service/runFault.ts';

/**
 * A connection that keeps answering 500 is left, since the next one leads to another host (pushy #408,
 * Perfect-Notifications #11). If that one does the same, the fault is not the host's: each further
 * connection may answer ten times as many before it is left.
 */
const FIRST_SERVER_ERRORS_TO_LEAVE = 10;

/**
 * A connection whose streams are all in use and that has answered nothing for this long is left if tokens
 * are waiting: a new one may answer. If it does not, the fault is not the connection's: each further one
 * gets twice as long.
 */
const FIRST_STILL_TO_LEAVE_MS = 10_000;

/**
 * node:http2 writes requests at the next turn of the event loop: some are sent, and answered, while the
 * next are prepared. 32 and 100 are as good; all at once is up to 12 % slower (test/bench/README.md).
 */
const MAX_STARTED_AT_ONCE = 64;

/**
 * All connections to one APNs host with one signing key or client certificate, shared by the runs that need
 * them. Gives free streams to waiting tokens, run by run, and opens connections when there are too few.
 */
export class ConnectionPool implements ConnectionOwner, ConnectionSource, StarterOwner {
	readonly #target: ApnsTarget;
	readonly #tokens: ProviderTokenSource | undefined;
	readonly #clock: Clock;
	readonly #onUnused: () => void;
	readonly #runs: DeliveryRun[] = [];
	readonly #connections = new Map<Connection, ConnectionRecord>();
	/** The same connections as a list, which is faster to iterate for every request. */
	readonly #open: Connection[] = [];
	readonly #starter: RequestStarter;
	readonly #trust = new CredentialTrust();
	readonly #capacity = new Capacity();
	#turn = 0;
	#pumping = false;
	#willPump = false;
	/** Number of connections in a row that ended early. */
	#failures = 0;
	#reopenAtMs = 0;
	#serverErrorsToLeave = FIRST_SERVER_ERRORS_TO_LEAVE;
	#stillToLeaveMs = FIRST_STILL_TO_LEAVE_MS;
	/** Rings when a connection may be left or replaced. */
	readonly #alarm: Alarm;

	/**
	 * @param tokens undefined if the target has a client certificate
	 * @param onUnused called when the last connection has closed and no run is left
	 */
	constructor(
		target: ApnsTarget,
		tokens: ProviderTokenSource | undefined,
		clock: Clock,
		onUnused: () => void = () => {},
	) {
		this.#target = target;
		this.#tokens = tokens;
		this.#clock = clock;
		this.#onUnused = onUnused;
		this.#starter = new RequestStarter(target, tokens, this);
		this.#alarm = new Alarm(clock, () => this.#lookAgain());
	}

	/** Serves a run until its last token is settled. Rejects with what its source threw. */
	async serve(run: DeliveryRun): Promise<void> {
		this.#runs.push(run);
		this.pump();
		run.schedule();
		try {
			await run.ended;
		} finally {
			this.#runs.splice(this.#runs.indexOf(run), 1);
			if (this.#runs.length === 0) this.#alarm.clear();
			this.#checkUnused();
		}
	}

	learn(
		answer: Answer,
		connection: Connection,
		token: ProviderToken | undefined,
		tookMs: number,
	): boolean {
		const record = this.#connections.get(connection);
		if (record === undefined) return false;
		this.#capacity.answered(tookMs);
		const verdict = record.judge(answer);
		if (verdict === 'expiredToken' && token !== undefined) {
			this.#tokens?.expire(token);
			// Connections that have carried it keep calling new tokens expired (pushy #747).
			for (const one of [...this.#open]) if (one.providerToken === token) this.#leave(one);
		}
		if (verdict === 'good') {
			this.#accepted(connection);
		} else if (verdict !== 'neutral' && connection.state !== 'draining') {
			this.#leave(connection);
			if (verdict === 'serverErrors') this.#serverErrorsToLeave *= 10;
		}
		if (scopeOf(answer) === 'run') return !this.#trust.refuse(connection);
		return verdict === 'connectionFault';
	}

	#leave(connection: Connection): void {
		const record = this.#connections.get(connection);
		if (record !== undefined) record.wasLeft = true;
		connection.drain();
	}

	#accepted(connection: Connection): void {
		this.#trust.accept();
		this.#serverErrorsToLeave = FIRST_SERVER_ERRORS_TO_LEAVE;
		if (connection.state === 'ready') this.#stillToLeaveMs = FIRST_STILL_TO_LEAVE_MS;
		if (connection.proven) return;
		connection.proven = true;
		this.#pumpSoon();
	}

	connectionChanged(connection: Connection): void {
		const fault = faultOfGoAway(connection.goAway);
		if (fault !== undefined && this.#trust.refuse(connection)) {
			this.#condemn(fault);
		}
		// Later: many answers are read at a time, and the streams that they free are filled together after the
		// last one. That takes 8 % less CPU (test/bench/README.md).
		this.#pumpSoon();
	}

	connectionClosed(connection: Connection, failure: ConnectionFailure): void {
		const record = this.#connections.get(connection);
		if (record === undefined) return;
		this.#connections.delete(connection);
		this.#open.splice(this.#open.indexOf(connection), 1);
		this.#planReopening(connection, record);
		if (!connection.wasIdle && !record.wasLeft) this.#capacity.lost(this.#clock.nowMs());
		if (!connection.proven && !record.answeredOtherwise && !connection.wasIdle) {
			this.#tellDeath(failure, record.refusal);
		}
		this.pump();
		this.#checkUnused();
	}

	/** Runs are told only if no other connection works. */
	#tellDeath(failure: ConnectionFailure, refusal: Answer | undefined): void {
		if (this.#open.some(({ isWorking }) => isWorking)) return;
		const why =
			refusal === undefined
				? outcomeOfFailure(failure, 'notSent', true, '')
				: notSent(outcomeOfAnswer(refusal));
		const isLasting = refusal !== undefined || failure.isLasting;
		for (const run of [...this.#runs]) run.connectionDied(why, isLasting);
	}

	signed(): void {
		this.pump();
	}

	cannotSign(why: Outcome): void {
		this.#condemn(why);
	}

	#condemn(fault: Outcome): void {
		for (const run of [...this.#runs]) run.condemn(fault);
	}

	#pumpSoon(): void {
		if (this.#willPump) return;
		this.#willPump = true;
		setImmediate(this.#pumpNow);
	}

	readonly #pumpNow = (): void => {
		this.#willPump = false;
		this.pump();
	};

	/** Gives every free stream to a waiting token, some of them at a later turn of the event loop. */
	pump(): void {
		if (this.#pumping) return;
		this.#pumping = true;
		try {
			this.#fill();
		} finally {
			this.#pumping = false;
		}
	}

	#fill(): void {
		const nowMs = this.#clock.nowMs();
		const dateMs = this.#clock.dateMs();
		let waiting: DeliveryRun | undefined;
		// The runs get streams in turn, until none gets one in a whole round.
		for (let started = 0, without = 0; without < this.#runs.length; ) {
			if (started === MAX_STARTED_AT_ONCE) {
				this.#pumpSoon();
				break;
			}
			const run = this.#runs[this.#turn++ % this.#runs.length]!;
			if (this.#serveOne(run, nowMs, dateMs)) {
				started += 1;
				without = 0;
			} else {
				if (run.isReady(nowMs)) waiting = run;
				without += 1;
			}
		}
		if (waiting !== undefined) this.#openFor(waiting, nowMs);
	}

	/** A run that throws ends without affecting the others. */
	#serveOne(run: DeliveryRun, nowMs: number, dateMs: number): boolean {
		try {
			return run.isReady(nowMs) && this.#startOne(run, nowMs, dateMs);
		} catch (error) {
			run.fail(error);
			return false;
		}
	}

	/** Called by the alarm only: then all data that had arrived has been read (see {@link Clock.setTimer}). */
	#lookAgain(): void {
		const nowMs = this.#clock.nowMs();
		if (this.#runs.some((run) => run.isReady(nowMs))) {
			for (const connection of this.#open) {
				const isStill = nowMs - connection.stillSinceMs >= this.#stillToLeaveMs;
				if (!connection.isFull || !isStill) continue;
				this.#stillToLeaveMs *= 2;
				connection.leave();
			}
		}
		this.pump();
	}

	/**
	 * The first broken connection is replaced at once; if the next ones break soon, they are replaced with a
	 * delay.
	 */
	#planReopening(connection: Connection, record: ConnectionRecord): void {
		const nowMs = this.#clock.nowMs();
		this.#failures = record.endedEarly(nowMs) && !connection.wasIdle ? this.#failures + 1 : 0;
		const atOnce = this.#failures <= (connection.proven || record.answeredOtherwise ? 1 : 0);
		this.#reopenAtMs = atOnce ? 0 : nowMs + reconnectBackoffMs(this.#failures, this.#clock);
	}

	#startOne(run: DeliveryRun, nowMs: number, dateMs: number): boolean {
		const connection = this.#freeConnection(run, nowMs);
		return connection !== undefined && this.#starter.start(run, connection, nowMs, dateMs);
	}

	/** The connection with the fewest requests in flight, if the run's own limit allows another request. */
	#freeConnection(run: DeliveryRun, nowMs: number): Connection | undefined {
		let best: Connection | undefined;
		let ready = 0;
		for (const connection of this.#open) {
			if (connection.isDoubtful(nowMs)) connection.check();
			const { isFree } = connection;
			if (isFree || connection.state === 'ready') ready += 1;
			if (!isFree) continue;
			if (best === undefined || connection.requestsInFlight < best.requestsInFlight) {
				best = connection;
			}
		}
		return run.hasRoom(ready) ? best : undefined;
	}

	#openFor(run: DeliveryRun, nowMs: number): void {
		let usable = 0;
		let isFree = false;
		for (const connection of this.#open) {
			const { state } = connection;
			if (state === 'draining' || state === 'closed') continue;
			if (connection.isFull) {
				this.#alarm.setFor(connection.stillSinceMs + this.#stillToLeaveMs);
			}
			// Connections are opened one by one: the next one only when the others are known to work and are
			// full.
			if (state !== 'ready' || !connection.proven) return;
			usable += 1;
			isFree ||= connection.isFree;
		}
		if (isFree && run.hasRoom(usable)) return;
		if (usable > 0) this.#measure(run, usable, nowMs);
		if (usable >= Math.min(run.limits.maxConnections, this.#capacity.connections)) return;
		if (nowMs < this.#reopenAtMs) {
			this.#alarm.setFor(this.#reopenAtMs);
			return;
		}
		const connection = new Connection(this.#target, this, this.#clock);
		connection.maxStreams = this.#capacity.streams;
		this.#connections.set(connection, new ConnectionRecord(nowMs, this.#serverErrorsToLeave));
		this.#open.push(connection);
	}

	/** All streams that the run may use are in use: would more of them pay? */
	#measure({ limits }: DeliveryRun, connections: number, nowMs: number): void {
		const capacity = this.#capacity;
		let requestsInFlight = 0;
		let maxStreams = limits.maxConcurrentStreams;
		for (const connection of this.#open) {
			if (!connection.isWorking) continue;
			requestsInFlight += connection.requestsInFlight;
			maxStreams = Math.min(maxStreams, connection.streamLimit);
		}
		capacity.look({
			nowMs,
			busyMs: this.#clock.busyMs(),
			requestsInFlight,
			connections,
			maxStreams,
			maxConnections: limits.maxConnections,
		});
		// The last one did not pay.
		if (connections > capacity.connections) this.#leave(this.#open.at(-1)!);
		if (this.#open[0]!.maxStreams === capacity.streams) return;
		for (const connection of this.#open) connection.maxStreams = capacity.streams;
		this.#pumpSoon();
	}

	#checkUnused(): void {
		if (this.#runs.length === 0 && this.#connections.size === 0) {
			this.#onUnused();
		}
	}
}
