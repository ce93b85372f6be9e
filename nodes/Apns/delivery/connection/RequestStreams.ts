import { constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { notStarted } from '../route/ConnectionFailure.ts';
import type { Clock } from '../time/Clock.ts';
import type { AnswerHeaders } from './Answer.ts';
import { forgetStream } from './forgetStream.ts';
import { OpenRequest, type Exchange } from './OpenRequest.ts';

/** Where a stream keeps its request: a map of them all would cost a look-up for every event. */
const REQUEST = Symbol('request');
type RequestStream = ClientHttp2Stream & { [REQUEST]?: OpenRequest | undefined };

/** Who is told what happens on the streams. */
export interface StreamsOwner {
	/** @param isWhole nothing will follow the headers */
	headersCame(request: OpenRequest, headers: AnswerHeaders, isWhole: boolean): void;
	/** Nothing more will come. */
	streamClosed(request: OpenRequest): void;
}

/** Starts requests, a stream for each. Handlers are made once a connection; Node gives them the stream as `this`. */
export class RequestStreams {
	readonly #owner: StreamsOwner;
	readonly #host: string;
	readonly #clock: Clock;

	/** @param host for messages */
	constructor(owner: StreamsOwner, host: string, clock: Clock) {
		this.#owner = owner;
		this.#host = host;
		this.#clock = clock;
	}

	/**
	 * @param headers names and values in turn
	 * @throws {ConnectionFailure} where Node.js does not take the request
	 */
	start(
		session: ClientHttp2Session,
		exchange: Exchange,
		headers: readonly string[],
		payload: string | Uint8Array | undefined,
		nowMs: number,
	): OpenRequest {
		const stream = begin(session, headers);
		const request = new OpenRequest(exchange, stream, this.#host, this.#clock, nowMs);
		stream[REQUEST] = request;
		stream.on('response', this.#onResponse);
		// From the start: what comes with the headers is read before they are told.
		stream.on('data', onData);
		stream.on('error', ignore);
		stream.on('close', this.#onClose);
		stream.end(payload);
		return request;
	}

	readonly #onResponse = responseListener((stream, headers, flags) => {
		const request = stream[REQUEST];
		if (request === undefined) return;
		const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
		this.#owner.headersCame(request, headers, isWhole);
	});

	readonly #onClose = closeListener((stream) => {
		const request = stream[REQUEST];
		// V8 keeps closed streams for long: what was sent on them shall not stay with them.
		stream[REQUEST] = undefined;
		forgetStream(stream);
		if (request !== undefined) this.#owner.streamClosed(request);
	});
}

function begin(session: ClientHttp2Session, headers: readonly string[]): RequestStream {
	try {
		return session.request(headers);
	} catch (error) {
		throw notStarted(error);
	}
}

function ignore(): void {}

function onData(this: RequestStream, chunk: Buffer): void {
	this[REQUEST]?.read(chunk);
}

function responseListener(
	listener: (stream: RequestStream, headers: AnswerHeaders, flags: number) => void,
) {
	return function (this: RequestStream, headers: AnswerHeaders, flags: number): void {
		listener(this, headers, flags);
	};
}

function closeListener(listener: (stream: RequestStream) => void) {
	return function (this: RequestStream): void {
		listener(this);
	};
}
