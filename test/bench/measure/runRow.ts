import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Host } from '../road/hosts.ts';
import type { RowRequest } from '../rows/Row.ts';
import type { Sink } from '../sink/Sink.ts';
import type { SinkReport } from '../sink/SinkRequest.ts';
import { forkOn } from './forkOn.ts';
import type { RowMeasurement, RowMessage } from './RowMessage.ts';

/** How to start a row's process. */
export interface RowProcess {
	/** Where it runs; default: here. */
	readonly host?: Host | undefined;
	readonly env?: Readonly<Record<string, string>>;
	readonly execArgv?: readonly string[];
	/** For everything, including preparation and warm-up. */
	readonly timeLimitMs: number;
}

/** The result of a row: its measurement, unless it failed, and what arrived. */
export interface RowOutcome {
	readonly measurement: RowMeasurement | undefined;
	readonly failure: string | undefined;
	/** From the start message to the last message, even if the row did not finish. */
	readonly elapsedSeconds: number;
	readonly sink: SinkReport;
}

/** Measures one row in a separate process. */
export async function runRow(
	sink: Sink,
	request: RowRequest,
	{ host, env = {}, execArgv = [], timeLimitMs }: RowProcess,
): Promise<RowOutcome> {
	const child = forkOn(host, join(import.meta.dirname, 'rowProcess.ts'), [], {
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
			// The warm-up is not counted.
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
			// It then ends by itself, and removes its files.
			if (child.connected) child.disconnect();
			await exited;
		}
		clearTimeout(timer);
		process.off('exit', stop);
	}
}

/** The next message of the row, or the reason why there is none. */
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
