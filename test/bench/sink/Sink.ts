import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SinkAddress, SinkReport, SinkRequest } from './SinkRequest.ts';

/** A server that accepts everything, in a separate process, so that its work is not counted as the sender's. */
export class Sink {
	readonly address: SinkAddress;
	readonly #process: ChildProcess;

	private constructor(child: ChildProcess, address: SinkAddress) {
		this.#process = child;
		this.address = address;
	}

	static async start(): Promise<Sink> {
		const child = fork(join(import.meta.dirname, 'sinkProcess.ts'));
		const [address] = await once(child, 'message');
		return new Sink(child, address as SinkAddress);
	}

	/** Delays each answer, like a distant server. */
	async setLatency(latencyMs: number): Promise<void> {
		await this.#ask({ ask: 'latency', latencyMs });
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
