import { FIRST_STREAMS } from '../service/policy.ts';

/** From here on the processor is the bound: more requests in flight would only wait. */
const BUSY = 0.8;

/**
 * A road on which fewer requests are under way at a time, by the share of the first streams, is short: the others
 * wait at its end, and more of them would wait there, too.
 */
const UNDER_WAY = 1 / 3;

/** A step pays if it makes delivery faster by this factor. */
const PAYS = 1.1;

/** Periods in which a step may show that it pays: TCP begins slowly on a new connection (RFC 5681 §3.1). */
const CHANCES = 3;

/** After a step that did not pay, and after a lost connection. */
const HOLD_MS = 10_000;

/** How long the quickest answer counts, since the road may become longer. */
const QUICKEST_FOR_MS = 10_000;

/** Between two looks, for a rate that means something. */
const MIN_PERIOD_MS = 40;

/** Longer without a look: nothing was waiting for a stream, and the period says nothing. */
const STALE_MS = 2_000;

/** What is known when a token waits because every stream is in use. */
export interface Situation {
	readonly nowMs: number;
	/** How long the event loop has been busy so far (`Clock.busyMs`). */
	readonly busyMs: number;
	readonly requestsInFlight: number;
	/** Connections on which APNs has accepted the credential. */
	readonly connections: number;
	/** Streams per connection that the server and the options allow. */
	readonly maxStreams: number;
	readonly maxConnections: number;
}

/**
 * How many streams and connections pay on this road. Over a short road the processors are the bound, here or
 * there, and more requests in flight only leave more in doubt if a connection breaks. Over a long one all
 * streams are taken while the event loop has time: then it takes more streams and further connections, one by
 * one, as long as each makes delivery faster. (The ideas are those of TCP Vegas and BBR: how much is under
 * way is the rate by the shortest round trip, and whether more is better shows by trying.)
 */
export class Capacity {
	/** Per connection. */
	streams = FIRST_STREAMS;
	connections = 1;
	#answers = 0;
	#quickestAnswerMs = Infinity;
	#quickestSinceMs = 0;
	/** When all of the present requests were in flight: the rate before says nothing about them. */
	#period: Period | undefined;
	#lookedAtMs = 0;
	/** The last step, until it has shown that it pays. */
	#step: Step | undefined;
	#holdUntilMs = 0;

	/** A request was answered, so long after it was sent. */
	answered(tookMs: number): void {
		this.#answers += 1;
		if (tookMs < this.#quickestAnswerMs) this.#quickestAnswerMs = tookMs;
	}

	/** A connection was lost: what was in flight on it is in doubt. Starts over. */
	lost(nowMs: number): void {
		this.streams = FIRST_STREAMS;
		this.connections = 1;
		this.#quickestAnswerMs = Infinity;
		this.#step = undefined;
		this.#period = undefined;
		this.#holdUntilMs = nowMs + HOLD_MS;
	}

	/** A token waits because every stream is in use. May change `streams` and `connections`. */
	look(situation: Situation): void {
		const { nowMs, busyMs, requestsInFlight } = situation;
		const isStale = nowMs - this.#lookedAtMs > STALE_MS;
		this.#lookedAtMs = nowMs;
		if (isStale) this.#period = undefined;
		if (isStale || nowMs - this.#quickestSinceMs > QUICKEST_FOR_MS) {
			this.#quickestAnswerMs = Infinity;
			this.#quickestSinceMs = nowMs;
		}
		// A further connection is being opened.
		if (situation.connections < this.connections) this.#period = undefined;
		else if (this.#period === undefined) {
			this.#period = { fromMs: nowMs, busyMs, from: this.#answers, requestsInFlight };
		} else if (this.#isOver(this.#period, nowMs)) {
			const tookMs = nowMs - this.#period.fromMs;
			const rate = (this.#answers - this.#period.from) / tookMs;
			const busy = (busyMs - this.#period.busyMs) / tookMs;
			this.#period = undefined;
			this.#judge(rate, busy, situation);
		}
	}

	/** All that was in flight has been answered since: a round trip, or more. */
	#isOver({ fromMs, from, requestsInFlight }: Period, nowMs: number): boolean {
		return this.#answers - from >= requestsInFlight && nowMs - fromMs >= MIN_PERIOD_MS;
	}

	#judge(rate: number, busy: number, situation: Situation): void {
		const step = this.#step;
		if (step !== undefined && rate < step.rateBefore * PAYS) {
			step.chances -= 1;
			if (step.chances === 0) this.#takeBack(step, situation.nowMs);
			return;
		}
		this.#step = undefined;
		if (situation.nowMs < this.#holdUntilMs || busy > BUSY) return;
		const { streams, connections } = this;
		const underWay = rate * this.#quickestAnswerMs;
		if (underWay < Math.min(FIRST_STREAMS, situation.maxStreams) * UNDER_WAY) return;
		if (streams < situation.maxStreams) this.streams = situation.maxStreams;
		// A further connection has flow-control windows of its own.
		if (connections < situation.maxConnections) this.connections += 1;
		if (this.streams === streams && this.connections === connections) return;
		this.#step = { rateBefore: rate, streams, connections, chances: CHANCES };
	}

	#takeBack({ streams, connections }: Step, nowMs: number): void {
		this.#holdUntilMs = nowMs + HOLD_MS;
		this.streams = streams;
		this.connections = connections;
		this.#step = undefined;
	}
}

/** More streams, or another connection, and what there was before. */
interface Step {
	readonly rateBefore: number;
	readonly streams: number;
	readonly connections: number;
	/** Periods in which it may still show that it pays. */
	chances: number;
}

/** From when on a rate is measured. */
interface Period {
	readonly fromMs: number;
	readonly busyMs: number;
	/** Answers by then. */
	readonly from: number;
	readonly requestsInFlight: number;
}
