import { Worker } from 'node:worker_threads';
import type { Notification } from '../../notification/Notification.ts';
import type { DeliveryOptions, DeliverySummary } from '../Delivery.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import type { EgressFilter } from '../route/egress.ts';
import type { DeliverySource } from '../run/DeliverySource.ts';
import type { Pace } from '../run/Pace.ts';
import { onAbort } from '../time/onAbort.ts';
import { answerTo } from './answerTo.ts';
import type { MessageFromThread, MessageToThread, PlainTarget, ReadyMessage } from './messages.ts';
import { RemoteRun } from './RemoteRun.ts';

/** Such as when Node.js runs with `--permission` and without `--allow-worker`. */
export class NoThreadError extends Error {
	override readonly name = 'NoThreadError';
}

/** Longer than an idle connection stays open. */
const END_AFTER_IDLE_MS = 15 * 60_000;

/**
 * Delivers in a thread of its own, so that n8n's thread stays free for everything else that n8n does: other
 * executions, webhooks, the editor. It has its own connections and its own provider token.
 */
export class DeliveryThread {
	readonly #file: string | URL;
	#worker: Worker | undefined;
	/** Resolves when it runs; rejects if it ends before. */
	#ready: Promise<void> | undefined;
	readonly #runs = new Map<number, RemoteRun>();
	/** The filter of the last run that has one: all of an n8n apply the same rules. */
	#egress: EgressFilter | undefined;
	readonly #paces = new WeakMap<Pace, number>();
	#lastRun = 0;
	#lastPace = 0;
	#idleTimer: NodeJS.Timeout | undefined;

	/** @param file what the thread runs: `thread.ts`, built */
	constructor(file: string | URL) {
		this.#file = file;
	}

	/**
	 * As `Delivery.deliver`.
	 *
	 * @throws {NoThreadError} no thread can be started, and nothing was sent
	 */
	async deliver(
		source: DeliverySource<Notification>,
		{ target, signingKey, limits, pace, signal, enough }: DeliveryOptions,
	): Promise<DeliverySummary> {
		const worker = await this.#running();
		const post = (message: MessageToThread) => worker.postMessage(message);
		const run = (this.#lastRun += 1);
		const remote = new RemoteRun(run, source, post);
		this.#begin(run, remote);
		this.#egress = target.egress ?? target.proxy?.egress ?? this.#egress;
		const { count } = source;
		const plain = plainTarget(target);
		post({ type: 'begin', run, count, ...plain, signingKey, limits, pace: this.#idOf(pace) });
		const forgetSignal = onAbort(signal, () => post({ type: 'cancel', run }));
		const forgetEnough = onAbort(enough, () => post({ type: 'enough', run }));
		try {
			remote.handOver();
			return await remote.ended;
		} finally {
			forgetSignal();
			forgetEnough();
			this.#end(run);
		}
	}

	#begin(run: number, remote: RemoteRun): void {
		clearTimeout(this.#idleTimer);
		this.#worker?.ref();
		this.#runs.set(run, remote);
	}

	/** A thread without a run does not keep the process alive. */
	#end(run: number): void {
		this.#runs.delete(run);
		if (this.#runs.size > 0) return;
		this.#worker?.unref();
		this.#idleTimer = setTimeout(() => {
			void this.#worker?.terminate();
			this.#worker = undefined;
		}, END_AFTER_IDLE_MS).unref();
	}

	#idOf(pace: Pace | undefined): number {
		const known = pace && this.#paces.get(pace);
		if (known !== undefined) return known;
		this.#lastPace += 1;
		if (pace !== undefined) this.#paces.set(pace, this.#lastPace);
		return this.#lastPace;
	}

	/** The thread, once it runs. @throws {NoThreadError} */
	async #running(): Promise<Worker> {
		try {
			this.#worker ??= this.#start();
			const worker = this.#worker;
			await this.#ready;
			return worker;
		} catch (error) {
			throw new NoThreadError('No thread can be started', { cause: error });
		}
	}

	#start(): Worker {
		const worker = new Worker(this.#file, { name: 'APNs' });
		this.#ready = new Promise((resolve, reject) => {
			worker.on('message', (message: MessageFromThread) => {
				if (message.type === 'ready') resolve();
				else this.#heard(worker, message);
			});
			let why: unknown = 'it was stopped';
			worker.on('error', (error) => (why = error));
			worker.on('exit', () => {
				reject(why);
				this.#ended(worker, why instanceof Error ? why.message : String(why));
			});
		});
		return worker;
	}

	#heard(worker: Worker, message: Exclude<MessageFromThread, ReadyMessage>): void {
		if (message.type === 'question') {
			if (this.#egress === undefined) return;
			void answerTo(message, this.#egress).then((verdict) => worker.postMessage(verdict));
			return;
		}
		const run = this.#runs.get(message.run);
		if (message.type === 'outcomes') run?.settle(message.outcomes);
		else run?.end({ fault: message.fault });
	}

	#ended(worker: Worker, why: string): void {
		if (this.#worker !== worker) return;
		this.#worker = undefined;
		for (const run of [...this.#runs.values()]) run.threadEnded(why);
	}
}

/** Without the filters, which cannot be copied to another thread. */
function plainTarget(target: ApnsTarget): PlainTarget {
	const { egress, proxy } = target;
	return {
		target: { ...target, egress: undefined, proxy: proxy && { ...proxy, egress: undefined } },
		checksTarget: egress !== undefined,
		checksProxy: proxy?.egress !== undefined,
	};
}
