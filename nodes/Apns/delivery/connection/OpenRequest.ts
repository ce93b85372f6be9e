import { constants, type ClientHttp2Stream } from 'node:http2';
import { readAnswer, readAnswerWithContent, type Answer, type AnswerHeaders } from './Answer.ts';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { GoAway } from './GoAway.ts';
import type { RosterMember } from './Roster.ts';

const { NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_STREAM_STATE_IDLE } = constants;

/** Apple's error bodies have fewer than 100 bytes; a proxy's page is not needed. */
const MAX_BODY_CHARACTERS = 4_096;

/** 10,000 channel IDs, the maximum per app, take less than 300 kB with the IDs seen so far. */
const MAX_CONTENT_CHARACTERS = 4_194_304;

/** No answer came. `notSent`: it is certain that APNs did not process the request. */
export interface Loss {
	readonly outcome: 'notSent' | 'unknown';
	readonly failure: ConnectionFailure;
}

/** Gets the result of a request: exactly one of the two calls, exactly once. */
export interface Exchange {
	/** Whether to read the body of a successful answer. */
	readonly readsContent: boolean;
	/** @param nowMs when the answer came */
	answered(answer: Answer, nowMs: number): void;
	lost(loss: Loss): void;
}

/** A request in flight: its stream, and what has arrived of its answer. Informs its exchange once. */
export class OpenRequest implements RosterMember {
	/** Among its connection's requests in flight. */
	place = -1;
	/** In the clock's milliseconds. */
	readonly sentAtMs: number;
	readonly #exchange: Exchange;
	readonly #stream: ClientHttp2Stream;
	readonly #host: string;
	readonly #clock: Clock;
	#headers: AnswerHeaders | undefined;
	#body = '';
	#isTold = false;

	/** @param host for messages */
	constructor(
		exchange: Exchange,
		stream: ClientHttp2Stream,
		host: string,
		clock: Clock,
		sentAtMs: number,
	) {
		this.sentAtMs = sentAtMs;
		this.#exchange = exchange;
		this.#stream = stream;
		this.#host = host;
		this.#clock = clock;
	}

	/** Undefined until Node.js assigns one. */
	get streamId(): number | undefined {
		return this.#stream.id;
	}

	/** Whether its exchange has been informed. */
	get isTold(): boolean {
		return this.#isTold;
	}

	/** Whether an answer has begun. */
	get hasStatus(): boolean {
		return this.#headers !== undefined;
	}

	/** The headers of the answer came. An error's reason is in the body that follows. */
	hear(headers: AnswerHeaders, nowMs: number): void {
		this.#headers = headers;
		if (headers[':status'] === 200 && !this.#exchange.readsContent) this.tellAnswer(nowMs);
	}

	/** More of the answer's body came. Apple's bodies are ASCII, so chunks never split a character. */
	read(chunk: Buffer): void {
		const max = this.#exchange.readsContent ? MAX_CONTENT_CHARACTERS : MAX_BODY_CHARACTERS;
		if (this.#body.length < max) this.#body += chunk.toString();
	}

	/** Reports what has arrived as the answer. Only if it {@link hasStatus}. */
	tellAnswer(nowMs: number): void {
		if (this.#isTold || this.#headers === undefined) return;
		this.#isTold = true;
		const read = this.#exchange.readsContent ? readAnswerWithContent : readAnswer;
		this.#exchange.answered(read(this.#headers, this.#body, this.#clock), nowMs);
	}

	/**
	 * No answer will come.
	 *
	 * @param failure of the connection, if it is the cause
	 * @param goAway the connection's last GOAWAY
	 */
	tellLoss(failure: ConnectionFailure | undefined, goAway: GoAway | undefined): void {
		if (this.#isTold) return;
		this.#isTold = true;
		const why = `${this.#host} ended the request without an answer.`;
		this.#exchange.lost({
			outcome: this.#wasProcessed(goAway) ? 'unknown' : 'notSent',
			failure: failure ?? new ConnectionFailure('lost', why),
		});
	}

	/**
	 * Reports the request as not sent if node:http2 still holds it back. Do not call within an event of its
	 * session, where node:http2 delays the reset.
	 */
	takeBack(failure: ConnectionFailure): void {
		if (this.#isTold || !this.#isHeldBack) return;
		this.#exchange.lost({ outcome: this.cancel(), failure });
	}

	/**
	 * Stops waiting: what has arrived is the answer, if it has a status. Otherwise the exchange gets no call.
	 * Resets the stream.
	 *
	 * @returns what happened to a request that was not answered
	 */
	giveUp(nowMs: number): Loss['outcome'] | 'answered' {
		if (!this.hasStatus) return this.cancel();
		this.tellAnswer(nowMs);
		this.cancel();
		return 'answered';
	}

	/** Resets the stream; the exchange gets no call. Returns what happened to the request. */
	cancel(): Loss['outcome'] {
		this.#isTold = true;
		const wasHeldBack = this.#isHeldBack;
		this.#stream.close(NGHTTP2_CANCEL);
		// Before it resets a stream, node:http2 writes what it can. nghttp2 then drops what it has not written.
		if (!wasHeldBack || !this.#isUnwritten) return 'unknown';
		this.#stream.destroy();
		return 'notSent';
	}

	/** It waits for the server's stream limit, or for a socket whose buffer is full. */
	get #isHeldBack(): boolean {
		return !this.#stream.closed && this.#isUnwritten;
	}

	/** A stream is idle for nghttp2 until it writes the stream's HEADERS. */
	get #isUnwritten(): boolean {
		return !this.#stream.destroyed && this.#stream.state.state === NGHTTP2_STREAM_STATE_IDLE;
	}

	/** Whether APNs may have processed it (RFC 9113 §8.7). */
	#wasProcessed(goAway: GoAway | undefined): boolean {
		const { id, rstCode } = this.#stream;
		if (id === undefined) return false;
		if (goAway !== undefined && id > goAway.lastStreamId) return false;
		// After a GOAWAY with an error, Node reports that error's code for every stream.
		const isOwnCode = goAway === undefined || goAway.errorCode === 0;
		return !(isOwnCode && rstCode === NGHTTP2_REFUSED_STREAM);
	}
}
