import { constants } from 'node:http2';
import {
	ACK,
	CLIENT_PREFACE_BYTES,
	END_STREAM,
	FrameReader,
	frameTypes,
	type Frame,
} from './frames.ts';

const CLIENT_ENDED = 1;
const SERVER_ENDED = 2;

/** Gets events of a connection's streams. */
export interface StreamWatchListener {
	/** The client opened a stream above a limit that it has acknowledged. */
	streamLimitViolated(): void;
	/** A stream has ended on the wire. */
	streamClosed(streamId: number): void;
	/** A stream was answered with RST_STREAM REFUSED_STREAM. */
	streamRefused(): void;
}

/**
 * Counts the streams of one connection from the frames on the wire.
 *
 * node:http2 reports a closed stream some turns of the event loop later. That is too late to detect that a
 * client exceeded the limit, or to know which streams a GOAWAY must include.
 */
export class StreamWatch {
	/** The highest stream the client has opened. */
	highestStreamId = 0;
	/** The most streams that were open at once. */
	peak = 0;

	readonly #listener: StreamWatchListener;
	readonly #open = new Map<number, number>();
	readonly #unacknowledgedLimits: Array<number | undefined> = [];
	readonly #resetCodes = new Map<number, number>();
	// RFC 9113 section 6.5.2: unbounded until the peer says otherwise.
	#acknowledgedLimit = Infinity;

	readonly #inbound = new FrameReader((frame) => this.#received(frame), CLIENT_PREFACE_BYTES);
	readonly #outbound = new FrameReader((frame) => this.#sent(frame));

	constructor(listener: StreamWatchListener) {
		this.#listener = listener;
	}

	/** Streams that have not ended on the wire, lowest first. */
	get openStreamIds(): Iterable<number> {
		return this.#open.keys();
	}

	isOpen(streamId: number): boolean {
		return this.#open.has(streamId);
	}

	/** Must be called for each SETTINGS frame, in the order in which they are sent. */
	settingsSent(streamLimit: number): void {
		this.#unacknowledgedLimits.push(streamLimit);
	}

	/** Changes the error code of the RST_STREAM that node:http2 is going to send. */
	changeResetCode(streamId: number, code: number): void {
		this.#resetCodes.set(streamId, code);
	}

	/** Reads bytes from the client. */
	received(chunk: Buffer): void {
		this.#inbound.read(chunk);
	}

	/** Reads bytes that are about to be sent to the client. */
	sent(chunk: Buffer): void {
		this.#outbound.read(chunk);
	}

	#received({ type, flags, streamId }: Frame): void {
		if (type === frameTypes.settings && flags & ACK) {
			this.#acknowledgedLimit = this.#unacknowledgedLimits.shift() ?? this.#acknowledgedLimit;
			return;
		}
		if (type === frameTypes.headers && streamId > this.highestStreamId) this.#opened(streamId);
		if (type === frameTypes.rstStream) this.#closed(streamId);
		else if (carriesEnd(type, flags)) this.#ended(streamId, CLIENT_ENDED);
	}

	#sent({ type, flags, streamId, chunk, payloadStart }: Frame): void {
		if (type === frameTypes.rstStream && chunk.length >= payloadStart + 4) {
			const code = this.#resetCodes.get(streamId);
			if (code !== undefined) chunk.writeUInt32BE(code, payloadStart);
			if (chunk.readUInt32BE(payloadStart) === constants.NGHTTP2_REFUSED_STREAM) {
				this.#listener.streamRefused();
			}
			this.#closed(streamId);
		} else if (carriesEnd(type, flags)) {
			this.#ended(streamId, SERVER_ENDED);
		}
	}

	#opened(streamId: number): void {
		this.highestStreamId = streamId;
		this.#open.set(streamId, 0);
		this.peak = Math.max(this.peak, this.#open.size);
		if (this.#open.size > this.#acknowledgedLimit) this.#listener.streamLimitViolated();
	}

	#ended(streamId: number, side: number): void {
		const ended = this.#open.get(streamId);
		if (ended === undefined) return;
		if ((ended | side) === (CLIENT_ENDED | SERVER_ENDED)) this.#closed(streamId);
		else this.#open.set(streamId, ended | side);
	}

	#closed(streamId: number): void {
		this.#resetCodes.delete(streamId);
		if (this.#open.delete(streamId)) this.#listener.streamClosed(streamId);
	}
}

function carriesEnd(type: number, flags: number): boolean {
	return (type === frameTypes.data || type === frameTypes.headers) && (flags & END_STREAM) !== 0;
}
