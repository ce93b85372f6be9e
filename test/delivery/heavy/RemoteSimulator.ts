import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Fault } from '../../simulator/faults/Fault.ts';
import type { Report, Request, Started } from './simulatorProcess.ts';

/** A simulator in a separate process, so that memory and time of the delivery can be measured alone. */
export class RemoteSimulator {
	readonly started: Started;
	readonly #process: ChildProcess;

	private constructor(child: ChildProcess, started: Started) {
		this.#process = child;
		this.started = started;
	}

	static async start(devices: number, faults: readonly Fault[] = []): Promise<RemoteSimulator> {
		const child = fork(join(import.meta.dirname, 'simulatorProcess.ts'), {
			serialization: 'advanced',
		});
		const started = await ask<Started>(child, { ask: 'start', devices, faults });
		return new RemoteSimulator(child, started);
	}

	/** Replaces the active faults. */
	async setFaults(faults: readonly Fault[]): Promise<void> {
		await ask(this.#process, { ask: 'faults', faults });
	}

	/** What was accepted since the last report. */
	async report(): Promise<Report> {
		return await ask<Report>(this.#process, { ask: 'report' });
	}

	async stop(): Promise<void> {
		const exited = once(this.#process, 'exit');
		this.#process.send({ ask: 'stop' } satisfies Request);
		await exited;
	}
}

async function ask<Reply>(child: ChildProcess, request: Request): Promise<Reply> {
	const replied = once(child, 'message');
	child.send(request);
	const [reply] = await replied;
	return reply as Reply;
}
