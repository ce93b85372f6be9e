import type { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { Clock, Timer } from '../time/Clock.ts';
import type { OpenRequest } from './OpenRequest.ts';
import { Roster } from './Roster.ts';

/**
 * A stream that is still open this long after its answer is reset. Its end usually comes with the answer,
 * or right after it.
 */
const LINGER_MS = 250;

/** The requests of one connection whose streams have not closed yet. */
export class RequestsInFlight extends Roster<OpenRequest> {
	readonly #clock: Clock;
	#lingerTimer: Timer;

	constructor(clock: Clock) {
		super();
		this.#clock = clock;
	}

	/** Reports requests that are not yet written as not sent. */
	takeBack(failure: ConnectionFailure): void {
		for (const request of this) request.takeBack(failure);
	}

	/**
	 * Resets answered streams that the server does not end: they would use up the stream limit, and keep
	 * connection and process alive.
	 */
	cancelTold(): void {
		this.stop();
		for (const request of this) if (request.isTold) request.cancel();
	}

	/** The same after a short delay: most streams end by themselves. */
	cancelToldSoon(): void {
		this.#lingerTimer ??= this.#clock.setTimer(() => this.cancelTold(), LINGER_MS);
	}

	/** Cancels the delayed call. */
	stop(): void {
		this.#clock.clearTimer(this.#lingerTimer);
		this.#lingerTimer = undefined;
	}
}
