// The parts of HTTP/2 framing (RFC 9113) that the simulator reads or writes itself. node:http2 does the
// rest.

/** Frame types that the simulator uses (RFC 9113 section 6). */
export const frameTypes = { data: 0, headers: 1, rstStream: 3, settings: 4, goAway: 7 } as const;

/** Flag of DATA and HEADERS: the sender has finished the stream. */
export const END_STREAM = 0x1;

/** Flag of SETTINGS: the peer has applied ours. */
export const ACK = 0x1;

/** Bytes of a frame header (RFC 9113 section 4.1). */
const FRAME_HEADER_BYTES = 9;

/** Bytes of "PRI * HTTP/2.0 …", which a client sends before its first frame (section 3.4). */
export const CLIENT_PREFACE_BYTES = 24;

/** The largest stream ID, in the first GOAWAY of a graceful shutdown (section 6.8). */
export const MAX_STREAM_ID = 2 ** 31 - 1;

/** The position of a frame in the bytes. */
export interface Frame {
	readonly type: number;
	readonly flags: number;
	readonly streamId: number;
	readonly chunk: Buffer;
	/** Offset of the payload in `chunk`. The payload may be cut off, or lie in the next chunk. */
	readonly payloadStart: number;
}

/** A GOAWAY frame (RFC 9113 section 6.8). */
export function goAwayFrame(lastStreamId: number, errorCode: number, debugData: string): Buffer {
	const debug = Buffer.from(debugData);
	const frame = Buffer.alloc(FRAME_HEADER_BYTES + 8 + debug.length);
	frame.writeUIntBE(8 + debug.length, 0, 3);
	frame.writeUInt8(frameTypes.goAway, 3);
	frame.writeUInt32BE(lastStreamId, FRAME_HEADER_BYTES);
	frame.writeUInt32BE(errorCode, FRAME_HEADER_BYTES + 4);
	debug.copy(frame, FRAME_HEADER_BYTES + 8);
	return frame;
}

/** The whole frames, without those of one type. */
export function withoutFrames(frames: Buffer, type: number): Buffer {
	const kept: Buffer[] = [];
	for (let at = 0; at < frames.length; ) {
		const end = at + FRAME_HEADER_BYTES + frames.readUIntBE(at, 3);
		if (frames.readUInt8(at + 3) !== type) kept.push(frames.subarray(at, end));
		at = end;
	}
	return Buffer.concat(kept);
}

/** Finds the frames in a byte stream, regardless of how it is split into chunks. */
export class FrameReader {
	readonly #onFrame: (frame: Frame) => void;
	readonly #header = Buffer.alloc(FRAME_HEADER_BYTES);
	#headerBytes = 0;
	#skipBytes: number;

	constructor(onFrame: (frame: Frame) => void, skipBytes = 0) {
		this.#onFrame = onFrame;
		this.#skipBytes = skipBytes;
	}

	read(chunk: Buffer): void {
		let at = 0;
		while (at < chunk.length) {
			if (this.#skipBytes > 0) {
				const skipped = Math.min(this.#skipBytes, chunk.length - at);
				this.#skipBytes -= skipped;
				at += skipped;
				continue;
			}
			const copied = chunk.copy(
				this.#header,
				this.#headerBytes,
				at,
				at + FRAME_HEADER_BYTES - this.#headerBytes,
			);
			this.#headerBytes += copied;
			at += copied;
			if (this.#headerBytes < FRAME_HEADER_BYTES) return;

			this.#headerBytes = 0;
			this.#skipBytes = this.#header.readUIntBE(0, 3);
			this.#onFrame({
				type: this.#header.readUInt8(3),
				flags: this.#header.readUInt8(4),
				streamId: this.#header.readUInt32BE(5) & MAX_STREAM_ID,
				chunk,
				payloadStart: at,
			});
		}
	}
}
