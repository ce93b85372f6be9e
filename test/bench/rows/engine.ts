/** Our packed node, or another one, in n8n's own engine, with the expression engine of production. */
import type { IDataObject } from 'n8n-workflow';
import { BenchEngine } from './BenchEngine.ts';
import type { Load, RowRequest } from './Row.ts';

/** One engine, and an execution for each sending. */
export async function prepare({ sink, parameters = {}, nodeType }: RowRequest): Promise<Load> {
	const engine = await BenchEngine.start(sink);
	return (deviceTokens) => {
		const items = deviceTokens.map((token, index) => itemOf(token, index));
		const execution = engine.load(parameters, items, nodeType);
		return {
			execute: execution.execute,
			release: execution.release,
			claimed: () => acceptedBy(execution.task().hints?.[0]?.message),
		};
	};
}

/** A typical item of a workflow. */
function itemOf(token: string, index: number): IDataObject {
	return { token, id: 10_000 + index, text: `Your order ${10_000 + index} has been shipped.` };
}

/** The node's hint counts accepted notifications even if it returns only problems. */
function acceptedBy(hint: string | undefined): number {
	const found = /([\d,]+) accepted/.exec(hint ?? '');
	return found === null ? 0 : Number(found[1]!.replaceAll(',', ''));
}
