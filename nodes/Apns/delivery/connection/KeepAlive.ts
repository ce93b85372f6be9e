import type { ClientHttp2Session } from 'node:http2';
import type { Clock, Timer } from '../time/Clock.ts';

/** Requests wait and nothing was read for this long: ask whether anybody is there (pushy #493, sideshow #180). */
const READ_IDLE_MS = 5_000;

/** Requests wait and nothing was read for this long: others do not join them before it is known that somebody is there. */
const TRUSTED_BUSY_MS = 1_000;

/** NATs and firewalls forget idle connections without a word (golang/go #39337). */
const TRUSTED_IDLE_MS = 30_000;

const PING_TIMEOUT_MS = 5_000;

/** Apple wants connections kept; ten minutes cover a steady trickle of executions without hoarding. */
const CLOSE_AFTER_IDLE_MS = 10 * 60_000;

/** Whose connection it is. */
export interface KeepAliveOwner {
	/** Requests are in flight. */
	isBusy(): boolean;
	/** Nobody answers any more. */
	peerIsDead(): void;
	/** Nobody has needed it for long. */
	isNotNeeded(): void;
}

/**
 * Watches over one HTTP/2 session: finds by PING a peer that is gone without a word, lets the process
 * end while nothing is in flight, and says when the session has been idle for long.
 */
export class KeepAlive {
	readonly #session: ClientHttp2Session;
	readonly #owner: KeepAliveOwner;
	readonly #clock: Clock;
	#heardAtMs: number;
	#workingSinceMs = 0;
	/** By the wall clock; undefined while it works. */
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

	/** Whether nothing was heard for so long that the peer has to be asked before it is trusted. */
	isStale(nowMs: number): boolean {
		const restingSinceMs = this.#restingSinceDateMs;
		if (restingSinceMs === undefined) {
			return nowMs - Math.max(this.#heardAtMs, this.#workingSinceMs) > TRUSTED_BUSY_MS;
		}
		if (nowMs - this.#heardAtMs > TRUSTED_IDLE_MS) return true;
		// While the machine is suspended its own clock stands still (CLOCK_MONOTONIC); the world goes on.
		return Math.abs(this.#clock.dateMs() - restingSinceMs) > TRUSTED_IDLE_MS;
	}

	/** A request is in flight now: keeps the process alive, and watches. */
	work(): void {
		this.stop();
		this.#restingSinceDateMs = undefined;
		this.#workingSinceMs = this.#clock.nowMs();
		this.#session.ref();
		this.#watch(READ_IDLE_MS);
	}

	/** Nothing is in flight any more. */
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
	 * @param pong told the round trip in milliseconds
	 * @param lost told when no answer comes, before the owner is
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
			// The session is gone already.
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
