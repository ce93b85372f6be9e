import {
	constants,
	performServerHandshake,
	type IncomingHttpHeaders,
	type ServerHttp2Session,
	type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { readClientCertificate, type ClientCertificate } from './certificates/ClientCertificate.ts';
import type { JudgedConnection } from './checks/credentialCheck.ts';
import type { Connections } from './Connections.ts';
import type { GoAwayFault } from './faults/Fault.ts';
import type { ApnsRequest } from './ApnsRequest.ts';
import { MAX_STREAM_ID, goAwayFrame } from './wire/frames.ts';
import { StreamWatch } from './wire/StreamWatch.ts';
import { WireTap } from './wire/WireTap.ts';

// Apple, "Sending notification requests to APNs": with a provider token, one stream is allowed until a
// request with a valid token was sent. The other figures were seen on the wire.
const FIRST_STREAM_LIMIT = 1;
const STREAM_LIMIT = 1000;
const SETTINGS = { headerTableSize: 4096, maxFrameSize: 16_384, maxHeaderListSize: 8000 };

// Bytes above this are only counted: the largest payload has 5120 bytes.
const KEPT_BODY_BYTES = 64 * 1024;

const sessionOptions = {
	// Limits of node:http2 against hostile peers. Here clients may cancel, and faults may change settings, as
	// often as they like.
	maxOutstandingSettings: 10_000,
	maxSessionMemory: 1000,
	maxSessionRejectedStreams: 1_000_000,
	streamResetBurst: 1_000_000,
	streamResetRate: 1_000_000,
};

/** Called for each complete request. */
export type OnRequest = (
	request: ApnsRequest,
	stream: ServerHttp2Stream,
	connection: Connection,
) => void;

/** One client's connection, after the TLS handshake. */
export class Connection implements JudgedConnection {
	readonly number: number;
	readonly certificate: ClientCertificate | undefined;
	teamId: string | undefined;
	wedged = false;
	/** Whether a rejection lowers the stream limit to 1 until the next success. */
	isPunishing = false;

	readonly #raw: Socket;
	readonly #watch: StreamWatch;
	readonly #tap: WireTap;
	readonly #session: ServerHttp2Session;
	readonly #counters: Connections;
	readonly #onRequest: OnRequest;
	/** Streams that were processed and not yet answered. */
	readonly #owed = new Set<number>();
	#highestProcessed = 0;
	#streamLimit: number;
	#ordinaryStreamLimit: number;
	/** Last stream ID of the GOAWAY that was sent. */
	#lastStreamId = Infinity;
	#dead = false;

	constructor(
		number: number,
		raw: Socket,
		secure: TLSSocket,
		counters: Connections,
		onRequest: OnRequest,
	) {
		this.number = number;
		this.#raw = raw;
		this.#counters = counters;
		this.#onRequest = onRequest;
		this.#watch = new StreamWatch({
			streamLimitViolated: () => this.#punishViolation(),
			streamClosed: (streamId) => this.#closed(streamId),
			streamRefused: () => counters.refusedStreams++,
		});
		const x509 = secure.getPeerX509Certificate();
		this.certificate = x509 && readClientCertificate(x509);
		this.#streamLimit = this.certificate ? STREAM_LIMIT : FIRST_STREAM_LIMIT;
		this.#ordinaryStreamLimit = this.#streamLimit;
		this.#watch.settingsSent(this.#streamLimit);
		this.#tap = new WireTap(secure, this.#watch);
		this.#session = performServerHandshake(this.#tap, {
			...sessionOptions,
			settings: { ...SETTINGS, maxConcurrentStreams: this.#streamLimit },
		});
		this.#session.on('error', () => {});
		this.#session.on('ping', () => counters.pings++);
		this.#session.on('stream', (stream, headers, _flags, rawHeaders) =>
			this.#receive(stream, headers, rawHeaders),
		);
	}

	/** Whether a request must not be processed: the connection is dead, or the stream is above its GOAWAY. */
	hasGivenUp(streamId: number): boolean {
		return this.#dead || streamId > this.#lastStreamId;
	}

	/** Records that a request was processed: until it is answered, a GOAWAY must include it. */
	processed(streamId: number): void {
		if (this.#watch.isOpen(streamId)) this.#owed.add(streamId);
		this.#highestProcessed = Math.max(this.#highestProcessed, streamId);
	}

	providerTokenAccepted(): void {
		if (this.#ordinaryStreamLimit === STREAM_LIMIT) return;
		this.#ordinaryStreamLimit = STREAM_LIMIT;
		this.setStreamLimit(STREAM_LIMIT);
	}

	/** Adapts the stream limit to the answer, if a fault has asked for that. */
	answered(status: number): void {
		if (!this.isPunishing) return;
		if (status < 300) this.restoreStreamLimit();
		// Apple: 4xx answers slow a connection down; 410 does not count.
		else if (status >= 400 && status < 500 && status !== 410) this.setStreamLimit(1);
	}

	/** Sends SETTINGS with a new MAX_CONCURRENT_STREAMS. */
	setStreamLimit(limit: number): void {
		if (limit === this.#streamLimit || this.#dead || this.#session.destroyed) return;
		this.#streamLimit = limit;
		this.#watch.settingsSent(limit);
		this.#session.settings({ maxConcurrentStreams: limit });
	}

	/** Restores the limit that applies without faults. */
	restoreStreamLimit(): void {
		this.setStreamLimit(this.#ordinaryStreamLimit);
	}

	/** See `StreamWatch`. */
	changeResetCode(streamId: number, code: number): void {
		this.#watch.changeResetCode(streamId, code);
	}

	/** Sends GOAWAY and closes the connection when all pending requests are answered. */
	goAway({ errorCode = 0, lastStreamId = 'current', debugData = '', twice }: GoAwayFault): void {
		if (this.#dead) return;
		if (twice && this.#lastStreamId === Infinity) {
			this.#tap.goAway(goAwayFrame(MAX_STREAM_ID, constants.NGHTTP2_NO_ERROR, ''));
		}
		const honest = Math.max(this.#resolve(lastStreamId), ...this.#owed);
		// RFC 9113 section 6.8: the last stream id of a later GOAWAY must not be higher.
		this.#lastStreamId = Math.min(this.#lastStreamId, honest);
		this.#tap.goAway(goAwayFrame(this.#lastStreamId, errorCode, debugData));
		this.#closeWhenDone();
	}

	/** Runs an action after the first SETTINGS frame is sent: no other frame may precede it. */
	whenStarted(action: () => void): void {
		this.#tap.once('sent', action);
	}

	/** From now on nothing is read, processed or sent. */
	fallSilent(): void {
		this.#dead = true;
		this.#tap.fallSilent();
	}

	/** TCP reset. */
	disconnect(): void {
		this.#dead = true;
		this.#raw.resetAndDestroy();
	}

	/** Slows the connection down. */
	throttle(bytesPerSecond: number): void {
		this.#tap.throttle(bytesPerSecond);
	}

	#resolve(lastStreamId: 'current' | 'processed' | number): number {
		if (lastStreamId === 'current') return this.#watch.highestStreamId;
		if (lastStreamId === 'processed') return this.#highestProcessed;
		return lastStreamId;
	}

	#receive(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, rawHeaders: unknown): void {
		stream.on('error', () => {});
		const chunks: Buffer[] = [];
		let bodyBytes = 0;
		stream.on('data', (chunk: Buffer) => {
			bodyBytes += chunk.length;
			if (bodyBytes <= KEPT_BODY_BYTES) chunks.push(chunk);
		});
		stream.on('end', () => {
			const names = (rawHeaders as string[]).filter((_, index) => index % 2 === 0);
			const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
			this.#onRequest({ headers, headerNames: names, body, bodyBytes }, stream, this);
		});
	}

	// Seen from Apple: GOAWAY with error 7 and this text (jchambers/pushy #356).
	#punishViolation(): void {
		this.#counters.streamLimitViolations++;
		this.goAway({
			kind: 'goaway',
			errorCode: constants.NGHTTP2_REFUSED_STREAM,
			lastStreamId: 'processed',
			debugData: 'Maximum active streams violated for this endpoint.',
		});
		this.#tap.ignoreInput();
	}

	#closed(streamId: number): void {
		this.#owed.delete(streamId);
		this.#counters.peakStreams = Math.max(this.#counters.peakStreams, this.#watch.peak);
		this.#closeWhenDone();
	}

	#closeWhenDone(): void {
		if (this.#lastStreamId === Infinity) return;
		// The frame that closed the last stream is being written at the moment.
		queueMicrotask(() => {
			for (const id of this.#watch.openStreamIds) if (id <= this.#lastStreamId) return;
			this.#tap.hangUp();
		});
	}
}
