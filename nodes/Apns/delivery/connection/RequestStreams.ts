import { constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { notStarted } from '../route/ConnectionFailure.ts';
import type { Clock } from '../time/Clock.ts';
import type { AnswerHeaders } from './Answer.ts';
import { forgetStream } from './forgetStream.ts';
import { OpenRequest, type Exchange } from './OpenRequest.ts';

/** Where a stream keeps its request: a map would need a look-up for every event. */
const REQUEST = Symbol('request');
type RequestStream = ClientHttp2Stream & { [REQUEST]?: OpenRequest | undefined };

/** Gets the events of the streams. */
export interface StreamsOwner {
	/** @param isWhole nothing follows the headers */
	headersCame(request: OpenRequest, headers: AnswerHeaders, isWhole: boolean): void;
	/** Nothing more will arrive. */
	streamClosed(request: OpenRequest): void;
}

/**
 * Starts requests, one stream for each. Handlers are created once per connection; Node passes them the
 * stream as `this`.
 */
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
	 * @param headers alternating names and values
	 * @throws {ConnectionFailure} if Node.js does not start the request
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
		// Set from the start, so that data that arrives with the headers is read before they are reported.
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
		// V8 keeps closed streams for a long time: they must not hold what was sent on them.
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
