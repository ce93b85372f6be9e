import type { IExecuteFunctions } from 'n8n-workflow';
import { shutdown, type Shutdown } from './Shutdown.ts';

/** The signals that end a delivery early. */
export interface StopSignals {
	/** The execution was stopped: sends no more, and waits only briefly for answers. */
	readonly signal: AbortSignal;
	/** Starts no more tokens. Whoever delivers can abort it, too. */
	readonly enough: AbortController;
}

/** The reason of `enough` if n8n is shutting down. */
export const SHUTTING_DOWN = 'n8n is shutting down';

/** Delivers until the execution is stopped or n8n shuts down; then it has to end. */
export async function untilStopped<T>(
	context: IExecuteFunctions,
	deliver: (signals: StopSignals) => Promise<T>,
	process: Shutdown = shutdown,
): Promise<T> {
	const enough = new AbortController();
	const cancel = new AbortController();
	// Older versions of n8n do not have it.
	const cancelled = context.getExecutionCancelSignal?.();
	const signal =
		cancelled === undefined ? cancel.signal : AbortSignal.any([cancelled, cancel.signal]);
	const unwatch = process.watch({
		stop: () => enough.abort(SHUTTING_DOWN),
		cancel: () => cancel.abort(SHUTTING_DOWN),
	});
	try {
		return await deliver({ signal, enough });
	} finally {
		unwatch();
	}
}
