import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { frameTypes, withoutFrames } from './frames.ts';
import type { StreamWatch } from './StreamWatch.ts';
import { Throttle } from './Throttle.ts';

type Done = (error?: Error | null) => void;

/**
 * The bytes between TLS and node:http2.
 *
 * node:http2 is too well-behaved for a server that has to misbehave: it sends no GOAWAY below the streams
 * that it has read, and it answers every PING. In between, frames can be added, bytes delayed, and both
 * directions silenced. node:http2 writes whole frames, so a frame can be inserted between two writes.
 *
 * Emits `sent` after each write of node:http2.
 */
export class WireTap extends Duplex {
	readonly #socket: TLSSocket;
	readonly #watch: StreamWatch;
	#inbound: Throttle | undefined;
	#outbound: Throttle | undefined;
	/** Reads nothing any more. */
	#deaf = false;
	/** Discards what it reads. */
	#careless = false;
	/** Sends nothing any more. */
	#mute = false;
	#hasGoneAway = false;

	constructor(socket: TLSSocket, watch: StreamWatch) {
		super({ allowHalfOpen: false });
		this.#socket = socket;
		this.#watch = watch;
		this.on('error', () => {});
		socket.on('data', (chunk) => this.#arrived(chunk));
		socket.on('end', () => this.push(null));
		socket.on('error', () => this.destroy());
		socket.on('close', () => this.destroy());
	}

	/** Sends the simulator's own GOAWAY; those of node:http2 are dropped from then on. */
	goAway(frame: Buffer): void {
		this.#hasGoneAway = true;
		if (!this.#mute) this.#transmit(frame, () => {});
	}

	/** From now on reads nothing and sends nothing. */
	fallSilent(): void {
		this.#deaf = true;
		this.#mute = true;
		this.#socket.pause();
	}

	/** From now on reads only to notice the end of the connection. */
	ignoreInput(): void {
		this.#careless = true;
	}

	/**
	 * Sends pending bytes, then ends the connection. Discards what the client still sends, but reads it to
	 * notice the client's end.
	 */
	hangUp(): void {
		if (this.#mute) return;
		this.#mute = true;
		this.#careless = true;
		if (this.#outbound) this.#outbound.push(Buffer.alloc(0), () => this.#socket.end());
		else this.#socket.end();
	}

	/** Slows both directions down. */
	throttle(bytesPerSecond: number): void {
		this.#inbound = new Throttle(bytesPerSecond, (slice) => this.#hand(slice));
		this.#outbound = new Throttle(bytesPerSecond, (slice) => this.#socket.write(slice));
	}

	override _read(): void {
		if (!this.#deaf) this.#socket.resume();
	}

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
		this.#send(chunk, done);
	}

	override _writev(chunks: Array<{ chunk: Buffer }>, done: Done): void {
		this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
	}

	override _final(done: Done): void {
		this.hangUp();
		done();
	}

	override _destroy(error: Error | null, done: Done): void {
		this.#inbound?.stop();
		this.#outbound?.stop();
		this.#socket.destroy();
		done(error);
	}

	#arrived(chunk: Buffer): void {
		if (this.#deaf) return;
		if (!this.#inbound) return this.#hand(chunk);
		this.#socket.pause();
		this.#inbound.push(chunk, () => this.#socket.resume());
	}

	#hand(chunk: Buffer): void {
		if (this.#careless) return;
		this.#watch.received(chunk);
		// Checked twice: the watch may have ended the connection.
		if (!this.#careless && !this.push(chunk)) this.#socket.pause();
	}

	#send(chunk: Buffer, done: Done): void {
		if (this.#mute) return done();
		this.#watch.sent(chunk);
		// Its last stream ID would be higher than ours: an error (RFC 9113 section 6.8).
		const frames = this.#hasGoneAway ? withoutFrames(chunk, frameTypes.goAway) : chunk;
		this.#transmit(frames, done);
		this.emit('sent');
	}

	#transmit(bytes: Buffer, done: Done): void {
		if (this.#outbound) this.#outbound.push(bytes, done);
		else this.#socket.write(bytes, () => done());
	}
}
