import { Alarm } from '../../delivery/time/Alarm.ts';
import { systemClock, type Clock } from '../../delivery/time/Clock.ts';
import { shutdownTimeoutSeconds, type Program } from './shutdownTimeout.ts';

/** The parts of Node's `process` that are used here. */
export interface ShutdownProcess extends Program {
	listenerCount(signal: Signal): number;
	once(signal: Signal, listener: () => void): unknown;
	off(signal: Signal, listener: () => void): unknown;
}

/** n8n shuts down on these (commands/base-command, n8n 2.41). */
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
type Signal = (typeof SIGNALS)[number];

/**
 * The share of n8n's shutdown timeout after which nothing new is sent. The rest is for answers in flight, for the
 * nodes that follow, and for storing the execution. A worker gives up some executions after 0.8 of it
 * (scaling.service, n8n 2.41).
 */
const STOP_AFTER = 2 / 3;

/** The share after which answers in flight are waited for only briefly. */
const CANCEL_AFTER = 3 / 4;

/** A run that can end before everything is sent. */
export interface Stoppable {
	/** Starts no more tokens, and waits for those in flight. */
	stop(): void;
	/** Waits only briefly for those in flight. */
	cancel(): void;
}

/**
 * Ends runs in time when n8n is asked to shut down, so that it can store their results: after its timeout n8n ends
 * with whatever it has not stored. All runs of a process share one listener, which is there only while they last.
 */
export class Shutdown {
	readonly #process: ShutdownProcess;
	readonly #clock: Clock;
	readonly #alarm: Alarm;
	readonly #runs = new Set<Stoppable>();
	/** When the signal came, and how long n8n waits from then on. */
	#begun: { readonly atMs: number; readonly timeoutMs: number } | undefined;

	constructor(process: ShutdownProcess, clock: Clock) {
		this.#process = process;
		this.#clock = clock;
		this.#alarm = new Alarm(clock, () => this.#endRuns());
	}

	/** Ends the run in time if n8n shuts down. Returns a function to call when the run has ended. */
	watch(run: Stoppable): () => void {
		this.#runs.add(run);
		this.#endRuns();
		if (this.#runs.size === 1 && this.#begun === undefined) this.#listen();
		return () => {
			this.#runs.delete(run);
			if (this.#runs.size > 0) return;
			this.#forget();
			this.#alarm.clear();
		};
	}

	/**
	 * Only next to a listener of n8n: a listener of ours alone would prevent Node.js from ending the process. And
	 * only for the first signal, as n8n's own: the next one ends the process as it would without us.
	 */
	#listen(): void {
		for (const signal of SIGNALS) {
			if (this.#process.listenerCount(signal) > 0) this.#process.once(signal, this.#begin);
		}
	}

	#forget(): void {
		for (const signal of SIGNALS) this.#process.off(signal, this.#begin);
	}

	readonly #begin = () => {
		this.#forget();
		const timeoutMs = shutdownTimeoutSeconds(this.#process) * 1000;
		this.#begun = { atMs: this.#clock.nowMs(), timeoutMs };
		this.#endRuns();
	};

	#endRuns(): void {
		if (this.#begun === undefined) return;
		const { atMs, timeoutMs } = this.#begun;
		const passedMs = this.#clock.nowMs() - atMs;
		// Whoever took the signal did not end the process.
		if (passedMs > timeoutMs) {
			this.#begun = undefined;
			return;
		}
		const [stopMs, cancelMs] = [timeoutMs * STOP_AFTER, timeoutMs * CANCEL_AFTER];
		for (const run of this.#runs) {
			if (passedMs >= stopMs) run.stop();
			if (passedMs >= cancelMs) run.cancel();
		}
		if (passedMs < stopMs) this.#alarm.setFor(atMs + stopMs);
		else if (passedMs < cancelMs) this.#alarm.setFor(atMs + cancelMs);
	}
}

/** The one of this process. */
export const shutdown = new Shutdown(process, systemClock);
