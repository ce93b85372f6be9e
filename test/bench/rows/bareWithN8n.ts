/** The limit of the platform in n8n's process: the bare loop, with n8n loaded and unused. */
import { prepare as prepareBare } from './bare.ts';
import { BenchEngine } from './BenchEngine.ts';
import type { Load, RowRequest } from './Row.ts';

/** The same, after n8n has started. */
export async function prepare(request: RowRequest): Promise<Load> {
	await BenchEngine.start(request.sink);
	return await prepareBare(request);
}
