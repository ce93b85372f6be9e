import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll } from 'vitest';
import { simulatorCredential } from '../../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { Engine, type NodeRun, type RunNodeOptions } from '../Engine.ts';

/** One engine for all tests of a file. */
export function useEngine(options: Parameters<typeof Engine.start>[0] = {}): () => Engine {
	let engine: Engine;
	beforeAll(async () => {
		engine = await Engine.start(options);
	});
	afterAll(async () => {
		await engine.stop();
	});
	return () => engine;
}

/** Runs our node against a simulator. The default parameters are those of Send, without Simplify. */
export async function runApns(
	engine: Engine,
	simulator: ApnsSimulator,
	options: Partial<RunNodeOptions> & { parameters?: INodeParameters },
): Promise<NodeRun> {
	return await engine.runNode({
		items: [{}],
		credentials: { apnsApi: simulatorCredential(simulator) },
		...options,
		parameters: {
			resource: 'notification',
			operation: 'send',
			simplify: false,
			...(options.parameters?.operation === undefined
				? { deviceToken: '={{ $json.deviceToken }}', title: 'Hello' }
				: {}),
			...options.parameters,
		},
	});
}

/** The `json` of the items at the first output. */
export function results(run: NodeRun): IDataObject[] {
	return (run.items[0] ?? []).map(({ json }) => json);
}
