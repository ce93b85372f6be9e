import { constants, type ClientHttp2Stream } from 'node:http2';
import { readAnswer, readAnswerWithContent, type Answer, type AnswerHeaders } from './Answer.ts';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { GoAway } from './GoAway.ts';
import type { RosterMember } from './Roster.ts';

const { NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_STREAM_STATE_IDLE } = constants;

/** Apple's error bodies are under 100 bytes; a proxy's page need not be kept. */
const MAX_BODY_CHARACTERS = 4_096;

/** 10,000 channel IDs, the most that an app has, are under 300 kB as they were seen. */
const MAX_CONTENT_CHARACTERS = 4_194_304;

/** No answer came. `notSent`: it is certain that APNs did not process the request. */
export interface Loss {
	readonly outcome: 'notSent' | 'unknown';
	readonly failure: ConnectionFailure;
}

/** A request, and who is told what became of it: exactly one of the two, exactly once. */
export interface Exchange {
	/** Whether the body of a good answer matters as well. */
	readonly readsContent: boolean;
	/** @param nowMs when it came */
	answered(answer: Answer, nowMs: number): void;
	lost(loss: Loss): void;
}

/** A request in flight: its stream, and what has come of its answer. Tells its exchange once. */
export class OpenRequest implements RosterMember {
	/** Among those in flight on its connection. */
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

	/** Undefined until Node.js has one for it. */
	get streamId(): number | undefined {
		return this.#stream.id;
	}

	/** Whether its exchange hears nothing more of it. */
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

	/** More of the answer's body came. Apple's bodies are ASCII, so it does not matter where a chunk ends. */
	read(chunk: Buffer): void {
		const max = this.#exchange.readsContent ? MAX_CONTENT_CHARACTERS : MAX_BODY_CHARACTERS;
		if (this.#body.length < max) this.#body += chunk.toString();
	}

	/** What has come is the answer. Only where it {@link hasStatus}. */
	tellAnswer(nowMs: number): void {
		if (this.#isTold || this.#headers === undefined) return;
		this.#isTold = true;
		const read = this.#exchange.readsContent ? readAnswerWithContent : readAnswer;
		this.#exchange.answered(read(this.#headers, this.#body, this.#clock), nowMs);
	}

	/**
	 * No answer will come.
	 *
	 * @param failure of the connection, where it is why
	 * @param goAway what the server last said about the connection
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
	 * Tells that it was not sent, where node:http2 holds it back. Not from within an event of its session, where
	 * node:http2 puts off the reset.
	 */
	takeBack(failure: ConnectionFailure): void {
		if (this.#isTold || !this.#isHeldBack) return;
		this.#exchange.lost({ outcome: this.cancel(), failure });
	}

	/**
	 * Waits no longer: what has come is the answer, if that is enough for one. Else its exchange hears nothing any more.
	 * Its stream is reset.
	 *
	 * @returns what became of a request that was not answered
	 */
	giveUp(nowMs: number): Loss['outcome'] | 'answered' {
		if (!this.hasStatus) return this.cancel();
		this.tellAnswer(nowMs);
		this.cancel();
		return 'answered';
	}

	/** Its exchange hears nothing any more, its stream is reset. Returns what became of it. */
	cancel(): Loss['outcome'] {
		this.#isTold = true;
		const wasHeldBack = this.#isHeldBack;
		this.#stream.close(NGHTTP2_CANCEL);
		// To reset a stream node:http2 first writes what it can. What nghttp2 has not written then, it drops.
		if (!wasHeldBack || !this.#isUnwritten) return 'unknown';
		this.#stream.destroy();
		return 'notSent';
	}

	/** It waits for the server's stream limit, or for a socket that takes no more. */
	get #isHeldBack(): boolean {
		return !this.#stream.closed && this.#isUnwritten;
	}

	/** nghttp2 knows of a stream from when it writes its HEADERS until it has closed. */
	get #isUnwritten(): boolean {
		return !this.#stream.destroyed && this.#stream.state.state === NGHTTP2_STREAM_STATE_IDLE;
	}

	/** Whether APNs may have processed it (RFC 9113 §8.7). */
	#wasProcessed(goAway: GoAway | undefined): boolean {
		const { id, rstCode } = this.#stream;
		if (id === undefined) return false;
		if (goAway !== undefined && id > goAway.lastStreamId) return false;
		// After a GOAWAY with an error Node reports that error's code for every stream.
		const isOwnCode = goAway === undefined || goAway.errorCode === 0;
		return !(isOwnCode && rstCode === NGHTTP2_REFUSED_STREAM);
	}
}
