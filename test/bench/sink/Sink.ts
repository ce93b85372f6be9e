import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { forkOn } from '../measure/forkOn.ts';
import type { Host } from '../road/hosts.ts';
import type { ArrivalsReport } from './Arrivals.ts';
import type { SinkAddress, SinkReport, SinkRequest } from './SinkRequest.ts';

/** A server that accepts everything, in a separate process, so that its work is not counted as the sender's. */
export class Sink {
	readonly address: SinkAddress;
	readonly #process: ChildProcess;

	private constructor(child: ChildProcess, address: SinkAddress) {
		this.#process = child;
		this.address = address;
	}

	/** @param host where it runs; default: here */
	static async start(host?: Host): Promise<Sink> {
		const file = join(import.meta.dirname, 'sinkProcess.ts');
		const child = forkOn(host, file, [host?.address ?? '127.0.0.1']);
		const [address] = await once(child, 'message');
		return new Sink(child, address as SinkAddress);
	}

	/** Delays each answer, like a distant server. */
	async setLatency(latencyMs: number): Promise<void> {
		await this.#ask({ ask: 'latency', latencyMs });
	}

	/** After so many requests cuts the connection of the next one. Undefined: no more. */
	async cutAfter(requests: number | undefined): Promise<void> {
		await this.#ask({ ask: 'cut', requests });
	}

	/** Notes from now on when requests arrive. */
	async noteArrivals(): Promise<void> {
		await this.#ask({ ask: 'noteArrivals' });
	}

	/** What arrived since then. */
	async arrivals(): Promise<ArrivalsReport> {
		return (await this.#ask({ ask: 'arrivals' })) as ArrivalsReport;
	}

	/** What it received since the last report. */
	async report(): Promise<SinkReport> {
		return (await this.#ask({ ask: 'report' })) as SinkReport;
	}

	async stop(): Promise<void> {
		const exited = once(this.#process, 'exit');
		this.#process.send({ ask: 'stop' } satisfies SinkRequest);
		await exited;
	}

	async #ask(request: SinkRequest): Promise<unknown> {
		const replied = once(this.#process, 'message');
		this.#process.send(request);
		const [reply] = await replied;
		return reply;
	}
}
