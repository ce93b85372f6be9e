import type { ClientHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { ProviderToken } from '../identity/ProviderTokenSource.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import { connectionFailureOf, type ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { Clock } from '../time/Clock.ts';
import type { AnswerHeaders } from './Answer.ts';
import {
	closedFailure,
	goAwayFailure,
	pingFailure,
	settingsFailure,
	silenceFailure,
} from './endings.ts';
import { readGoAway, type GoAway } from './GoAway.ts';
import { KeepAlive, type KeepAliveOwner } from './KeepAlive.ts';
import type { Exchange, Loss, OpenRequest } from './OpenRequest.ts';
import { openSession, type OpenSession } from './openSession.ts';
import { RequestsInFlight } from './RequestsInFlight.ts';
import { RequestStreams, type StreamsOwner } from './RequestStreams.ts';
import { Silence } from './Silence.ts';

/** Gets the events of a connection. */
export interface ConnectionOwner {
	/** A stream may be free: the connection is ready, its limit rose, or a stream ended. */
	connectionChanged(connection: Connection): void;
	/** The connection has ended. */
	connectionClosed(connection: Connection, failure: ConnectionFailure): void;
}

/**
 * `connecting` → `ready` ⇄ `checking` → `draining` → `closed`. Requests start only while it is `ready`;
 * while `draining`, requests in flight can still end.
 */
export type ConnectionState = 'connecting' | 'ready' | 'checking' | 'draining' | 'closed';

const SETTINGS_TIMEOUT_MS = 5_000;

/** RFC 9113 §5.1.1 allows a client 2^30 streams per connection; stop well before. */
const MAX_STREAM_ID = 2 ** 31 - 100_000;

/** One HTTP/2 connection to APNs: its life, its stream limit, and the requests in flight on it. */
export class Connection implements KeepAliveOwner, StreamsOwner {
	readonly target: ApnsTarget;
	readonly clock: Clock;
	/** APNs has accepted the credential on this connection. Until then there is one request at a time. */
	proven = false;
	/** How many streams to use at most; the server may allow fewer. */
	maxStreams = Infinity;
	/** The token of the last request. */
	providerToken: ProviderToken | undefined;
	/** It was closed after being idle. */
	wasIdle = false;
	readonly #owner: ConnectionOwner;
	readonly #requests: RequestsInFlight;
	readonly #streams: RequestStreams;
	readonly #silence: Silence;
	#state: ConnectionState = 'connecting';
	#session: ClientHttp2Session | undefined;
	#socket: TLSSocket | undefined;
	#goAway: GoAway | undefined;
	#failure: ConnectionFailure | undefined;
	#streamLimit = 0;
	#keepAlive: KeepAlive | undefined;

	/** Begins to connect at once. */
	constructor(target: ApnsTarget, owner: ConnectionOwner, clock: Clock) {
		this.target = target;
		this.#owner = owner;
		this.clock = clock;
		this.#requests = new RequestsInFlight(clock);
		this.#streams = new RequestStreams(this, target.host, clock);
		this.#silence = new Silence(clock.nowMs());
		void this.#open();
	}

	get state(): ConnectionState {
		// Node closes or destroys a session before it emits the event.
		const isLeaving = this.#session?.closed === true || this.#session?.destroyed === true;
		return isLeaving && this.#state !== 'closed' ? 'draining' : this.#state;
	}

	get requestsInFlight(): number {
		return this.#requests.size;
	}

	/** MAX_CONCURRENT_STREAMS as the server last set it. */
	get streamLimit(): number {
		return this.#streamLimit;
	}

	get goAway(): GoAway | undefined {
		return this.#goAway;
	}

	/** The socket, after its handshake; for reports. */
	get socket(): TLSSocket | undefined {
		return this.#socket;
	}

	/** Whether a request may be started now. */
	get isFree(): boolean {
		const limit = Math.min(this.proven ? this.maxStreams : 1, this.#streamLimit);
		return this.#requests.size < limit && this.state === 'ready';
	}

	/** Since when it has neither sent a request nor got an answer. */
	get stillSinceMs(): number {
		return this.#silence.sinceMs;
	}

	/** Whether all its streams are in use: further requests have to wait for an answer. */
	get isFull(): boolean {
		return this.state === 'ready' && !this.isFree;
	}

	/** Whether it works: further requests start on it, now or when a stream is free. */
	get isWorking(): boolean {
		const { state } = this;
		return this.proven && (state === 'ready' || state === 'checking');
	}

	/** Whether it needs a {@link check} before more requests start on it. */
	isDoubtful(nowMs: number): boolean {
		const isSilent = this.#silence.owesAnswer || this.#keepAlive?.isStale(nowMs) === true;
		return isSilent && this.state === 'ready';
	}

	/** Sends a PING. An answer, to the PING or to a request, makes it `ready` again; without one it is closed. */
	check(): void {
		this.#state = 'checking';
		this.#keepAlive?.work();
		this.#keepAlive?.ping(() => {
			this.#silence.ponged();
			this.#checked();
		});
	}

	/** Round trip of one PING in milliseconds. @throws {ConnectionFailure} */
	async ping(): Promise<number> {
		return await new Promise((resolve, reject) => {
			const lost = () => reject(this.#failure ?? pingFailure(this.target.host));
			if (this.#keepAlive === undefined) lost();
			else this.#keepAlive.ping(resolve, lost);
		});
	}

	/**
	 * Starts a request. Call only while {@link isFree}.
	 *
	 * @param headers alternating names and values
	 * @returns undefined if the connection is about to end
	 * @throws {ConnectionFailure} if Node.js does not start the request, as it would not on another
	 *   connection
	 */
	send(
		exchange: Exchange,
		headers: readonly string[],
		payload: string | Uint8Array | undefined,
		nowMs: number,
	): OpenRequest | undefined {
		const session = this.#session;
		if (this.state !== 'ready' || session === undefined) return undefined;
		const request = this.#streams.start(session, exchange, headers, payload, nowMs);
		if (this.#requests.size === 0) this.#keepAlive?.work();
		this.#requests.add(request);
		this.#silence.sent(nowMs);
		if ((request.streamId ?? 0) > MAX_STREAM_ID) this.drain();
		return request;
	}

	/**
	 * Stops waiting for one request. Other requests continue, but the connection is checked before more start
	 * on it; after a long time without any answer, no more start at all.
	 *
	 * @returns what happened to a request that was not answered
	 */
	giveUp(request: OpenRequest, nowMs: number): Loss['outcome'] | 'answered' {
		const fate = request.giveUp(nowMs);
		if (fate === 'unknown') this.#silence.gaveUp(request.sentAtMs);
		if (this.#silence.isForGood(nowMs)) {
			this.#failure ??= silenceFailure(this.target.host);
			this.drain();
		}
		return fate;
	}

	/** Starts no more requests; those in flight can still end. */
	drain(): void {
		if (this.#state === 'draining' || this.#state === 'closed') return;
		this.#state = 'draining';
		this.#session?.close();
		this.#requests.cancelTold();
	}

	/** The same for a connection without progress: requests that are not yet written go to another one. */
	leave(): void {
		this.#failure ??= silenceFailure(this.target.host);
		this.drain();
		this.#requests.takeBack(this.#failure);
	}

	isBusy(): boolean {
		return this.#requests.size > 0;
	}

	peerIsDead(): void {
		this.destroy(pingFailure(this.target.host));
	}

	isNotNeeded(): void {
		this.wasIdle = true;
		this.drain();
	}

	/** Closes the connection at once; requests in flight are lost. */
	destroy(failure: ConnectionFailure): void {
		this.#failure ??= failure;
		this.#requests.takeBack(failure);
		this.#session?.destroy();
		// Without this, the session would wait until a peer that reads nothing has read everything.
		this.#socket?.destroy();
		if (this.#session === undefined) this.#closed();
	}

	headersCame(request: OpenRequest, headers: AnswerHeaders, isWhole: boolean): void {
		const nowMs = this.clock.nowMs();
		this.#silence.answered(nowMs);
		this.#keepAlive?.heard(nowMs);
		if (this.#state === 'checking') this.#checked();
		request.hear(headers, nowMs);
		if (request.isTold && !isWhole) this.#requests.cancelToldSoon();
	}

	streamClosed(request: OpenRequest): void {
		if (request.place < 0) return;
		this.#conclude(request);
		this.#restIfIdle();
		this.#owner.connectionChanged(this);
	}

	async #open(): Promise<void> {
		try {
			const opened = await openSession(this.target, this.clock);
			if (this.#state !== 'closed') {
				this.#attach(opened);
				return;
			}
			opened.session.destroy();
			opened.socket.destroy();
		} catch (error) {
			this.#failure ??= connectionFailureOf(error, this.target.host);
			this.#closed();
		}
	}

	#attach({ session, socket }: OpenSession): void {
		const { host } = this.target;
		this.#session = session;
		this.#socket = socket;
		this.#keepAlive = new KeepAlive(session, this, this.clock);
		// With TLS 1.3 a server checks the client certificate after the handshake (RFC 8446 §4.4.2.4), and a
		// new session does not notice the alert.
		socket.on('error', (error) => {
			const failure = connectionFailureOf(error, host);
			if (failure.kind === 'refusedCertificate') this.destroy(failure);
		});
		// After a TCP reset, a session with pending writes may never emit `close`. One turn later Node has
		// reported each stream's end.
		socket.once('close', () => this.clock.setTimer(() => this.#closed(), 0));
		const settingsTimer = this.clock.setTimer(() => {
			this.destroy(settingsFailure(host));
		}, SETTINGS_TIMEOUT_MS);
		session.on('remoteSettings', (settings) => {
			this.clock.clearTimer(settingsTimer);
			this.#streamLimit = settings.maxConcurrentStreams ?? Infinity;
			const nowMs = this.clock.nowMs();
			this.#silence.answered(nowMs);
			this.#keepAlive?.heard(nowMs);
			if (this.#state === 'connecting') {
				this.#state = 'ready';
				this.#keepAlive?.rest();
			}
			this.#owner.connectionChanged(this);
		});
		session.on('goaway', (errorCode, lastStreamId, debugData) => {
			this.#goAway = readGoAway(this.#goAway, errorCode, lastStreamId, debugData);
			this.#failure ??= goAwayFailure(host, this.#goAway);
			this.#state = 'draining';
			this.#requests.cancelTold();
			this.#owner.connectionChanged(this);
		});
		session.on('error', (error) => {
			this.#failure ??= connectionFailureOf(error, host);
		});
		session.on('frameError', ignore);
		session.on('close', () => {
			this.clock.clearTimer(settingsTimer);
			this.#closed();
		});
	}

	#checked(): void {
		if (this.#state !== 'checking') return;
		this.#state = 'ready';
		this.#restIfIdle();
		this.#owner.connectionChanged(this);
	}

	#restIfIdle(): void {
		if (this.#requests.size === 0 && this.#state === 'ready') this.#keepAlive?.rest();
	}

	/** Nothing more will arrive for the request: what has arrived is the answer, if it has a status. */
	#conclude(request: OpenRequest): void {
		this.#requests.delete(request);
		if (request.hasStatus) request.tellAnswer(this.clock.nowMs());
		else request.tellLoss(this.#failure, this.#goAway);
	}

	#closed(): void {
		if (this.#state === 'closed') return;
		this.#state = 'closed';
		this.#keepAlive?.stop();
		this.#requests.stop();
		const failure = (this.#failure ??= closedFailure(this.target.host));
		for (const request of this.#requests) this.#conclude(request);
		this.#owner.connectionClosed(this, failure);
	}
}

function ignore(): void {}
