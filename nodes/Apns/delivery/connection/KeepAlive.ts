import type { ClientHttp2Session } from 'node:http2';
import type { Clock, Timer } from '../time/Clock.ts';

/** If requests wait and nothing was read for this long, send a PING (pushy #493, sideshow #180). */
const READ_IDLE_MS = 5_000;

/** If requests wait and nothing was read for this long, no more join them until the peer has answered. */
const TRUSTED_BUSY_MS = 1_000;

/** NATs and firewalls silently drop idle connections (golang/go #39337). */
const TRUSTED_IDLE_MS = 30_000;

const PING_TIMEOUT_MS = 5_000;

/**
 * Apple asks to keep connections open; ten minutes cover regular executions without holding connections for
 * nothing.
 */
const CLOSE_AFTER_IDLE_MS = 10 * 60_000;

/** The owner of the connection. */
export interface KeepAliveOwner {
	/** Requests are in flight. */
	isBusy(): boolean;
	/** The peer does not answer any more. */
	peerIsDead(): void;
	/** The connection has been idle for a long time. */
	isNotNeeded(): void;
}

/**
 * Watches one HTTP/2 session: detects a silent peer by PING, lets the process exit while nothing is in
 * flight, and reports a session that has been idle for a long time.
 */
export class KeepAlive {
	readonly #session: ClientHttp2Session;
	readonly #owner: KeepAliveOwner;
	readonly #clock: Clock;
	#heardAtMs: number;
	#workingSinceMs = 0;
	/** By the wall clock; undefined while requests are in flight. */
	#restingSinceDateMs: number | undefined;
	#watchTimer: Timer;
	#idleTimer: Timer;

	constructor(session: ClientHttp2Session, owner: KeepAliveOwner, clock: Clock) {
		this.#session = session;
		this.#owner = owner;
		this.#clock = clock;
		this.#heardAtMs = clock.nowMs();
	}

	/** Something was read. */
	heard(nowMs: number): void {
		this.#heardAtMs = nowMs;
	}

	/** Whether nothing was read for so long that the peer must be checked. */
	isStale(nowMs: number): boolean {
		const restingSinceMs = this.#restingSinceDateMs;
		if (restingSinceMs === undefined) {
			return nowMs - Math.max(this.#heardAtMs, this.#workingSinceMs) > TRUSTED_BUSY_MS;
		}
		if (nowMs - this.#heardAtMs > TRUSTED_IDLE_MS) return true;
		// The monotonic clock stops while the machine is suspended (CLOCK_MONOTONIC), the wall clock does not.
		return Math.abs(this.#clock.dateMs() - restingSinceMs) > TRUSTED_IDLE_MS;
	}

	/** Requests are in flight: keeps the process alive, and watches the peer. */
	work(): void {
		this.stop();
		this.#restingSinceDateMs = undefined;
		this.#workingSinceMs = this.#clock.nowMs();
		this.#session.ref();
		this.#watch(READ_IDLE_MS);
	}

	/** No requests are in flight. */
	rest(): void {
		this.stop();
		this.#restingSinceDateMs = this.#clock.dateMs();
		this.#session.unref();
		this.#idleTimer = this.#clock.setTimer(
			() => this.#owner.isNotNeeded(),
			CLOSE_AFTER_IDLE_MS,
			'background',
		);
	}

	/** Clears all timers. */
	stop(): void {
		this.#clock.clearTimer(this.#idleTimer);
		this.#clock.clearTimer(this.#watchTimer);
	}

	/**
	 * Sends a PING (RFC 9113 §6.7).
	 *
	 * @param pong called with the round trip in milliseconds
	 * @param lost called if there is no answer, before the owner is informed
	 */
	ping(pong: (pingMs: number) => void, lost: () => void = () => {}): void {
		const fail = () => {
			lost();
			this.#owner.peerIsDead();
		};
		const timer = this.#clock.setTimer(fail, PING_TIMEOUT_MS);
		try {
			this.#session.ping((error, durationMs) => {
				this.#clock.clearTimer(timer);
				if (error !== null) return lost();
				this.heard(this.#clock.nowMs());
				pong(durationMs);
			});
		} catch {
			// The session is already gone.
			this.#clock.clearTimer(timer);
			fail();
		}
	}

	#watch(delayMs: number): void {
		this.#watchTimer = this.#clock.setTimer(() => {
			if (!this.#owner.isBusy()) return;
			const silentMs = this.#clock.nowMs() - this.#heardAtMs;
			if (silentMs < READ_IDLE_MS) this.#watch(READ_IDLE_MS - silentMs);
			else this.ping(() => this.#watch(READ_IDLE_MS));
		}, delayMs);
	}
}
