/**
 * Calls back when the signal is aborted, at once if it is. Returns a function that removes the listener: an
 * execution's signal outlives the delivery.
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
	if (signal?.aborted) callback();
	signal?.addEventListener('abort', callback, { once: true });
	return () => signal?.removeEventListener('abort', callback);
}
