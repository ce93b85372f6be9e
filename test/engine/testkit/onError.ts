import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';
import { simulatorCredential } from '../../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { APNS_NODE, type Engine, type NodeRun } from '../Engine.ts';
import { PASS_THROUGH } from '../passThrough.ts';

/** The values of a node's On Error setting. */
export const MODES: readonly OnError[] = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

/**
 * Runs our node after another one, because otherwise n8n does not add the fields of the input items to the
 * items at its error output.
 */
export async function runOnError(
	engine: Engine,
	simulator: ApnsSimulator,
	onError: OnError,
	items: IDataObject[],
	parameters: INodeParameters,
	wrong: object = {},
): Promise<NodeRun> {
	const run = await engine.runWorkflow({
		nodes: [
			{ name: 'Devices', type: PASS_THROUGH, parameters: {} },
			{ name: 'APNs', type: APNS_NODE, onError, parameters },
		],
		connections: { Devices: { main: [[{ node: 'APNs', type: 'main', index: 0 }]] } },
		start: 'Devices',
		items,
		credentials: { apnsApi: { ...simulatorCredential(simulator), ...wrong } },
	});
	return run.node('APNs');
}

/** What n8n recorded at an output, without what it adds to each item. */
export function itemsAt(run: NodeRun, output: number) {
	return (run.items[output] ?? []).map(({ json, pairedItem }) => ({ json, pairedItem }));
}
