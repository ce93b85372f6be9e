import type { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { Clock, Timer } from '../time/Clock.ts';
import type { OpenRequest } from './OpenRequest.ts';
import { Roster } from './Roster.ts';

/** A stream that was told and goes on is reset after this: what ends it mostly comes with the answer, or right behind. */
const LINGER_MS = 250;

/** The requests of one connection whose streams have not closed yet. */
export class RequestsInFlight extends Roster<OpenRequest> {
	readonly #clock: Clock;
	#lingerTimer: Timer;

	constructor(clock: Clock) {
		super();
		this.#clock = clock;
	}

	/** Those that could not be written yet are told so: they need not be in doubt. */
	takeBack(failure: ConnectionFailure): void {
		for (const request of this) request.takeBack(failure);
	}

	/** A stream that the server does not end would take the place of others, and keep connection and process alive. */
	cancelTold(): void {
		this.stop();
		for (const request of this) if (request.isTold) request.cancel();
	}

	/** The same, in a moment: most of them end by themselves. */
	cancelToldSoon(): void {
		this.#lingerTimer ??= this.#clock.setTimer(() => this.cancelTold(), LINGER_MS);
	}

	/** No stream is left to be cancelled later. */
	stop(): void {
		this.#clock.clearTimer(this.#lingerTimer);
		this.#lingerTimer = undefined;
	}
}
