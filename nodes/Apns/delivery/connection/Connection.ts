import * as http2 from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { ProviderToken } from '../identity/ProviderTokenSource.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import { ConnectionFailure, connectionFailureOf } from '../route/ConnectionFailure.ts';
import { openSocket } from '../route/openSocket.ts';
import { authorityOf } from '../route/uriHost.ts';
import type { Clock, Timer } from '../time/Clock.ts';
import type { AnswerHeaders } from './Answer.ts';
import { readGoAway, type GoAway } from './GoAway.ts';
import { KeepAlive, type KeepAliveOwner } from './KeepAlive.ts';
import type { Exchange, Loss, OpenRequest } from './OpenRequest.ts';
import { RequestStreams, type StreamsOwner } from './RequestStreams.ts';
import { Roster } from './Roster.ts';
import { Silence } from './Silence.ts';

/** Who looks after a connection. */
export interface ConnectionOwner {
	/** There may be a stream to spare: it stands now, its limit rose, or a stream ended. */
	connectionChanged(connection: Connection): void;
	/** It is gone. */
	connectionClosed(connection: Connection, failure: ConnectionFailure): void;
}

/**
 * `connecting` → `ready` ⇄ `checking` → `draining` → `closed`. Requests start on a `ready` one only;
 * a `draining` one still ends those it has.
 */
export type ConnectionState = 'connecting' | 'ready' | 'checking' | 'draining' | 'closed';

/** RFC 9113 §3.4: a server sends SETTINGS first thing; one that does not is not usable. */
const SETTINGS_TIMEOUT_MS = 5_000;

/** A stream that was told and goes on is reset after this: what ends it mostly comes with the answer, or right behind. */
const LINGER_MS = 250;

/** RFC 9113 §5.1.1 gives a client 2^30 streams a connection; stop well before. */
const MAX_STREAM_ID = 2 ** 31 - 100_000;

/** One HTTP/2 connection to APNs: its life, its stream limit, and the requests in flight on it. */
export class Connection implements KeepAliveOwner, StreamsOwner {
	readonly target: ApnsTarget;
	readonly clock: Clock;
	/** APNs accepted the credential on this connection: until then one request at a time is risked. */
	proven = false;
	/** What the last request on it was signed with. */
	providerToken: ProviderToken | undefined;
	/** It was closed because nobody needed it. */
	wasIdle = false;
	readonly #owner: ConnectionOwner;
	readonly #requests = new Roster<OpenRequest>();
	readonly #streams: RequestStreams;
	readonly #silence: Silence;
	#state: ConnectionState = 'connecting';
	#session: http2.ClientHttp2Session | undefined;
	#socket: TLSSocket | undefined;
	#goAway: GoAway | undefined;
	#failure: ConnectionFailure | undefined;
	#streamLimit = 0;
	#keepAlive: KeepAlive | undefined;
	#lingerTimer: Timer;

	/** Begins to connect at once. */
	constructor(target: ApnsTarget, owner: ConnectionOwner, clock: Clock) {
		this.target = target;
		this.#owner = owner;
		this.clock = clock;
		this.#streams = new RequestStreams(this, target.host, clock);
		this.#silence = new Silence(clock.nowMs());
		void this.#open();
	}

	get state(): ConnectionState {
		// Node closes or destroys a session before it says so.
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

	/** The handshaken socket, for who wants to report on it. */
	get socket(): TLSSocket | undefined {
		return this.#socket;
	}

	/** Whether a request may be started now. */
	get isFree(): boolean {
		const limit = this.proven ? this.#streamLimit : Math.min(1, this.#streamLimit);
		return this.#requests.size < limit && this.state === 'ready';
	}

	/** Since when it has been asked for nothing, and has answered nothing. */
	get stillSinceMs(): number {
		return this.#silence.sinceMs;
	}

	/** Whether all its streams are taken: others have to wait for an answer. */
	get isFull(): boolean {
		return this.state === 'ready' && !this.isFree;
	}

	/** Whether it works: further requests are started on it, now or when it has a stream to spare. */
	get isWorking(): boolean {
		const { state } = this;
		return this.proven && (state === 'ready' || state === 'checking');
	}

	/** Whether it has to be asked ({@link check}) before more is risked on it. */
	isDoubtful(nowMs: number): boolean {
		const isSilent = this.#silence.owesAnswer || this.#keepAlive?.isStale(nowMs) === true;
		return isSilent && this.state === 'ready';
	}

	/** Asks by PING; it is `ready` again when an answer comes, to that or to a request, and closed when none does. */
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
			const lost = () => reject(this.#failure ?? this.#pingFailure());
			if (this.#keepAlive === undefined) lost();
			else this.#keepAlive.ping(resolve, lost);
		});
	}

	/**
	 * Starts a request. Only while {@link isFree}.
	 *
	 * @param headers names and values in turn
	 * @returns undefined where the connection is about to end
	 * @throws {ConnectionFailure} where Node.js does not take the request: it would not on another one
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
	 * A request of its is waited for no longer. That ends this request alone: others may wait longer. But the
	 * connection is asked before more is risked on it, and where nobody has got an answer for long, nothing more is.
	 *
	 * @returns what became of a request that was not answered
	 */
	giveUp(request: OpenRequest, nowMs: number): Loss['outcome'] | 'answered' {
		const fate = request.giveUp(nowMs);
		if (fate === 'unknown') this.#silence.gaveUp(request.sentAtMs);
		if (this.#silence.isForGood(nowMs)) {
			this.#failure ??= this.#silenceFailure();
			this.drain();
		}
		return fate;
	}

	/** No new requests; those in flight may end. */
	drain(): void {
		if (this.#state === 'draining' || this.#state === 'closed') return;
		this.#state = 'draining';
		this.#session?.close();
		this.#cancelTold();
	}

	/** The same, where nothing moves any more: those that could not be written yet go elsewhere. */
	leave(): void {
		this.#failure ??= this.#silenceFailure();
		this.drain();
		this.#takeBack(this.#failure);
	}

	isBusy(): boolean {
		return this.#requests.size > 0;
	}

	peerIsDead(): void {
		this.destroy(this.#pingFailure());
	}

	isNotNeeded(): void {
		this.wasIdle = true;
		this.drain();
	}

	/** Ends it now; what is in flight is lost. */
	destroy(failure: ConnectionFailure): void {
		this.#failure ??= failure;
		this.#takeBack(failure);
		this.#session?.destroy();
		// Left to itself the session would wait until a peer that reads nothing has read everything.
		this.#socket?.destroy();
		if (this.#session === undefined) this.#closed();
	}

	headersCame(request: OpenRequest, headers: AnswerHeaders, isWhole: boolean): void {
		const nowMs = this.clock.nowMs();
		this.#silence.answered(nowMs);
		this.#keepAlive?.heard(nowMs);
		if (this.#state === 'checking') this.#checked();
		request.hear(headers, nowMs);
		if (request.isTold && !isWhole) this.#cancelTold(LINGER_MS);
	}

	streamClosed(request: OpenRequest): void {
		if (request.place < 0) return;
		this.#conclude(request);
		this.#restIfIdle();
		this.#owner.connectionChanged(this);
	}

	async #open(): Promise<void> {
		try {
			const socket = await openSocket(this.target, this.clock);
			if (this.#state === 'closed') {
				socket.destroy();
				return;
			}
			this.#attach(socket);
		} catch (error) {
			this.#failure ??= connectionFailureOf(error, this.target.host);
			this.#closed();
		}
	}

	#attach(socket: TLSSocket): void {
		const { host } = this.target;
		// @types/node does not know the last one yet.
		const options: http2.SecureClientSessionOptions & { strictSingleValueFields: boolean } = {
			createConnection: () => socket,
			settings: { enablePush: false },
			// Our header lists are our own: Node need not look for a name that occurs twice.
			strictSingleValueFields: false,
		};
		const session = http2.connect(`https://${authorityOf(this.target)}`, options);
		this.#session = session;
		this.#socket = socket;
		this.#keepAlive = new KeepAlive(session, this, this.clock);
		// With TLS 1.3 a server judges the client certificate after the handshake (RFC 8446 §4.4.2.4), and
		// a session that was just begun does not notice the alert.
		socket.on('error', (error) => {
			const failure = connectionFailureOf(error, host);
			if (failure.kind === 'refusedCertificate') this.destroy(failure);
		});
		// After a TCP reset a session with writes under way may never say that it closed. One turn later
		// Node has told each stream its own fate.
		socket.once('close', () => this.clock.setTimer(() => this.#closed(), 0));
		const settingsTimer = this.clock.setTimer(() => {
			this.destroy(new ConnectionFailure('timeout', `${host} sent no HTTP/2 SETTINGS.`));
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
			this.#cancelTold();
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

	/** What could not be written need not be in doubt. */
	#takeBack(failure: ConnectionFailure): void {
		for (const request of this.#requests) request.takeBack(failure);
	}

	/** A stream that the server does not end would take the place of others, and keep connection and process alive. */
	#cancelTold(afterMs = 0): void {
		if (afterMs > 0) {
			this.#lingerTimer ??= this.clock.setTimer(() => this.#cancelTold(), afterMs);
			return;
		}
		this.clock.clearTimer(this.#lingerTimer);
		this.#lingerTimer = undefined;
		for (const request of this.#requests) if (request.isTold) request.cancel();
	}

	/** No more will come for it: what has come is the answer, if it has a status. */
	#conclude(request: OpenRequest): void {
		this.#requests.delete(request);
		if (request.hasStatus) request.tellAnswer(this.clock.nowMs());
		else request.tellLoss(this.#failure, this.#goAway);
	}

	#silenceFailure(): ConnectionFailure {
		return new ConnectionFailure('timeout', `${this.target.host} did not answer in time.`);
	}

	#pingFailure(): ConnectionFailure {
		return new ConnectionFailure('timeout', `${this.target.host} did not answer a PING.`);
	}

	#closed(): void {
		if (this.#state === 'closed') return;
		this.#state = 'closed';
		this.#keepAlive?.stop();
		this.clock.clearTimer(this.#lingerTimer);
		const failure = (this.#failure ??= new ConnectionFailure(
			'lost',
			`${this.target.host} closed the connection.`,
		));
		for (const request of this.#requests) this.#conclude(request);
		this.#owner.connectionClosed(this, failure);
	}
}

/** In the server's own words, where it has some. */
function goAwayFailure(host: string, { errorCode, reason }: GoAway): ConnectionFailure | undefined {
	const why = reason ?? (errorCode === 0 ? undefined : `HTTP/2 error ${errorCode}`);
	if (why === undefined) return undefined;
	return new ConnectionFailure('lost', `${host} closed the connection (${why}).`);
}

function ignore(): void {}
