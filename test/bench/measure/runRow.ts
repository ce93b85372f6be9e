import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RowRequest } from '../rows/Row.ts';
import type { Sink } from '../sink/Sink.ts';
import type { SinkReport } from '../sink/SinkRequest.ts';
import type { RowMeasurement, RowMessage } from './RowMessage.ts';

/** How a row's process is started. */
export interface RowProcess {
	readonly env?: Readonly<Record<string, string>>;
	readonly execArgv?: readonly string[];
	/** For everything, preparation and warm-up included. */
	readonly timeLimitMs: number;
}

/** What a row came to: its own measurement, unless it failed, and what arrived. */
export interface RowOutcome {
	readonly measurement: RowMeasurement | undefined;
	readonly failure: string | undefined;
	/** From the word to the last message, also where the row did not come to its end. */
	readonly elapsedSeconds: number;
	readonly sink: SinkReport;
}

/** Measures one row in a process of its own. */
export async function runRow(
	sink: Sink,
	request: RowRequest,
	{ env = {}, execArgv = [], timeLimitMs }: RowProcess,
): Promise<RowOutcome> {
	const child = fork(join(import.meta.dirname, 'rowProcess.ts'), {
		env: { ...process.env, ...env },
		execArgv: [...process.execArgv, ...execArgv],
	});
	const stop = () => child.kill('SIGKILL');
	const timer = setTimeout(stop, timeLimitMs);
	process.once('exit', stop);
	try {
		child.send(request);
		let message = await next(child);
		let startMs = performance.now();
		if ('ready' in message) {
			// What the warm-up sent is not counted.
			await sink.report();
			startMs = performance.now();
			child.send({ go: true });
			message = await next(child);
		}
		const elapsedSeconds = (performance.now() - startMs) / 1000;
		const report = await sink.report();
		return {
			measurement: 'measurement' in message ? message.measurement : undefined,
			failure: 'failure' in message ? message.failure : undefined,
			elapsedSeconds,
			sink: report,
		};
	} finally {
		if (child.exitCode === null && child.signalCode === null) {
			const exited = once(child, 'exit');
			// It ends by itself then, and removes what it has written.
			if (child.connected) child.disconnect();
			await exited;
		}
		clearTimeout(timer);
		process.off('exit', stop);
	}
}

/** The next thing the row says, or why it says nothing more. */
async function next(child: ChildProcess): Promise<RowMessage> {
	return await new Promise((resolve) => {
		const onMessage = (message: RowMessage) => {
			child.off('exit', onExit);
			resolve(message);
		};
		const onExit = (code: number | null, signal: string | null) => {
			child.off('message', onMessage);
			const why =
				signal === 'SIGKILL' ? 'stopped at the time limit' : `ended with ${signal ?? code}`;
			resolve({ failure: why });
		};
		child.once('message', onMessage);
		child.once('exit', onExit);
	});
}
