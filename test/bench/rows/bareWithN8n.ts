/** The limit of the platform in n8n's own process: the bare loop there, of n8n no more than that it is loaded. */
import { prepare as prepareBare } from './bare.ts';
import { BenchEngine } from './BenchEngine.ts';
import type { Load, RowRequest } from './Row.ts';

/** The same, when n8n has started. */
export async function prepare(request: RowRequest): Promise<Load> {
	await BenchEngine.start(request.sink);
	return await prepareBare(request);
}
