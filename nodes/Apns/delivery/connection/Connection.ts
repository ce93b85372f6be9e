import * as http2 from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { AnswerHeaders } from './Answer.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure, connectionFailureOf, notStarted } from '../route/ConnectionFailure.ts';
import { forgetStream } from './forgetStream.ts';
import { readGoAway, type GoAway } from './GoAway.ts';
import { KeepAlive, type KeepAliveOwner } from './KeepAlive.ts';
import { OpenRequest, type Exchange } from './OpenRequest.ts';
import { openSocket } from '../route/openSocket.ts';
import type { ProviderToken } from '../identity/ProviderTokenSource.ts';
import { authorityOf } from '../route/uriHost.ts';
import { Roster } from './Roster.ts';

/** Who looks after a connection. */
export interface ConnectionOwner {
	/** There may be a stream to spare: it stands now, its limit rose, or a stream ended. */
	connectionChanged(connection: Connection): void;
	/** It is gone. */
	connectionClosed(connection: Connection, failure: ConnectionFailure): void;
}

/** Where a stream keeps its request: a map of them all would cost a look-up for every event. */
const REQUEST = Symbol('request');
type RequestStream = http2.ClientHttp2Stream & { [REQUEST]?: OpenRequest | undefined };

/**
 * `connecting` → `ready` ⇄ `checking` → `draining` → `closed`. Requests start on a `ready` one only;
 * a `draining` one still ends those it has.
 */
export type ConnectionState = 'connecting' | 'ready' | 'checking' | 'draining' | 'closed';

/** RFC 9113 §3.4: a server sends SETTINGS first thing; one that does not is not usable. */
const SETTINGS_TIMEOUT_MS = 5_000;

/** APNs answers within a second; with this long no answer to anybody there will not be one. */
const MAX_QUIET_MS = 10_000;

/** RFC 9113 §5.1.1 gives a client 2^30 streams a connection; stop well before. */
const MAX_STREAM_ID = 2 ** 31 - 100_000;

/** One HTTP/2 connection to APNs: its life, its stream limit, and the requests in flight on it. */
export class Connection implements KeepAliveOwner {
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
	#state: ConnectionState = 'connecting';
	#session: http2.ClientHttp2Session | undefined;
	#socket: TLSSocket | undefined;
	#goAway: GoAway | undefined;
	#failure: ConnectionFailure | undefined;
	#streamLimit = 0;
	/** When the last answer or SETTINGS came, or the first of the requests in flight was started. */
	#quietSinceMs = 0;
	#lastSentAtMs = 0;
	#keepAlive: KeepAlive | undefined;

	/** Begins to connect at once. */
	constructor(target: ApnsTarget, owner: ConnectionOwner, clock: Clock) {
		this.target = target;
		this.#owner = owner;
		this.clock = clock;
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
		return Math.max(this.#quietSinceMs, this.#lastSentAtMs);
	}

	/** Whether all its streams are taken: others have to wait for an answer. */
	get isFull(): boolean {
		return this.state === 'ready' && !this.isFree;
	}

	/** Whether nothing was heard for so long that it has to be asked ({@link check}) before it is used. */
	isStale(nowMs: number): boolean {
		return this.#keepAlive?.isStale(nowMs) === true && this.state === 'ready';
	}

	/** Asks by PING; it is `ready` again when the answer comes, and closed when none does. */
	check(): void {
		this.#state = 'checking';
		this.#keepAlive?.work();
		this.#keepAlive?.ping(() => {
			if (this.#state !== 'checking') return;
			this.#state = 'ready';
			if (this.#requests.size === 0) this.#keepAlive?.rest();
			this.#owner.connectionChanged(this);
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
		if (this.#requests.size === 0) {
			this.#quietSinceMs = nowMs;
			this.#keepAlive?.work();
		}
		this.#lastSentAtMs = nowMs;
		const stream = this.#begin(session, headers);
		const request = new OpenRequest(exchange, stream, this.target.host, this.clock);
		stream[REQUEST] = request;
		this.#requests.add(request);
		stream.on('response', this.#onResponse);
		// From the start: what comes with the headers is read before they are told.
		stream.on('data', onData);
		stream.on('error', ignore);
		stream.on('close', this.#onStreamClose);
		stream.end(payload);
		if ((stream.id ?? 0) > MAX_STREAM_ID) this.drain();
		return request;
	}

	#begin(session: http2.ClientHttp2Session, headers: readonly string[]): RequestStream {
		try {
			return session.request(headers);
		} catch (error) {
			throw notStarted(error);
		}
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
		this.drain();
		this.#takeBack(new ConnectionFailure('timeout', `${this.target.host} takes no more requests.`));
	}

	/**
	 * A request got no answer in time. Where nobody else does either, those in flight need not wait for
	 * their own time-out: PING finds a dead peer, this finds one that reads and does not answer.
	 */
	distrust(failure: ConnectionFailure): void {
		const nowMs = this.clock.nowMs();
		if (this.proven && nowMs - this.#quietSinceMs <= MAX_QUIET_MS) return;
		// What was sent a moment ago, perhaps by another run, may still be answered.
		if (this.proven && nowMs - this.#lastSentAtMs <= MAX_QUIET_MS) this.drain();
		else this.destroy(failure);
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
			this.#quietSinceMs = this.clock.nowMs();
			this.#keepAlive?.heard(this.#quietSinceMs);
			if (this.#state === 'connecting') {
				this.#state = 'ready';
				this.#keepAlive?.rest();
			}
			this.#owner.connectionChanged(this);
		});
		session.on('goaway', (errorCode, lastStreamId, debugData) => {
			this.#goAway = readGoAway(this.#goAway, errorCode, lastStreamId, debugData);
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

	// Handlers are made once a connection, not once a request; Node gives them the stream as `this`.

	readonly #onResponse = responseListener((stream, headers) => {
		const request = stream[REQUEST];
		if (request === undefined) return;
		const nowMs = this.clock.nowMs();
		this.#quietSinceMs = nowMs;
		this.#keepAlive?.heard(nowMs);
		request.hear(headers, nowMs);
	});

	readonly #onStreamClose = closeListener((stream) => {
		const request = stream[REQUEST];
		// V8 keeps closed streams for long: what was sent on them shall not stay with them.
		stream[REQUEST] = undefined;
		forgetStream(stream);
		if (request === undefined || request.place < 0) return;
		this.#conclude(request);
		if (this.#requests.size === 0 && this.#state === 'ready') this.#keepAlive?.rest();
		this.#owner.connectionChanged(this);
	});

	/** What could not be written need not be in doubt. */
	#takeBack(failure: ConnectionFailure): void {
		for (const request of this.#requests) request.takeBack(failure);
	}

	/** A stream that the server does not end would keep the connection open. */
	#cancelTold(): void {
		for (const request of this.#requests) if (request.isTold) request.cancel();
	}

	/** No more will come for it: what has come is the answer, if it has a status. */
	#conclude(request: OpenRequest): void {
		this.#requests.delete(request);
		if (request.hasStatus) request.tellAnswer(this.clock.nowMs());
		else request.tellLoss(this.#failure, this.#goAway);
	}

	#pingFailure(): ConnectionFailure {
		return new ConnectionFailure('timeout', `${this.target.host} did not answer a PING.`);
	}

	#closed(): void {
		if (this.#state === 'closed') return;
		this.#state = 'closed';
		this.#keepAlive?.stop();
		const failure = (this.#failure ??= new ConnectionFailure(
			'lost',
			`${this.target.host} closed the connection${this.#goAway?.reason ? ` (${this.#goAway.reason})` : ''}.`,
		));
		for (const request of this.#requests) this.#conclude(request);
		this.#owner.connectionClosed(this, failure);
	}
}

function ignore(): void {}

function onData(this: RequestStream, chunk: Buffer): void {
	this[REQUEST]?.read(chunk);
}

function responseListener(listener: (stream: RequestStream, headers: AnswerHeaders) => void) {
	return function (this: RequestStream, headers: AnswerHeaders): void {
		listener(this, headers);
	};
}

function closeListener(listener: (stream: RequestStream) => void) {
	return function (this: RequestStream): void {
		listener(this);
	};
}
