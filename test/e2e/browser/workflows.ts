import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../N8nServer.ts';

/** The trigger of the workflows below. */
export const START = 'Start';

/** Our node in them. */
export const APNS = 'APNs';

/** The nodes at its outputs, from top to bottom, where it has four. */
export const BRANCHES = ['Done', 'Forget', 'Try Again', 'Look Into'] as const;

/** Nothing but a manual trigger. */
export function emptyWorkflow(): WorkflowJson {
	return workflow([node(START, 'n8n-nodes-base.manualTrigger', 1, [0, 0], {})], {});
}

/** Manual start → our node. */
export function singleNodeWorkflow(parameters: INodeParameters = {}): WorkflowJson {
	return workflow(
		[
			node(START, 'n8n-nodes-base.manualTrigger', 1, [0, 0], {}),
			node(APNS, 'n8n-nodes-apns.apns', 1, [240, 0], parameters),
		],
		{ [START]: to(APNS) },
	);
}

/** Manual start → one item per device token → our node, and a node for each of its four outputs. */
export function branchingWorkflow({
	deviceTokens,
	parameters,
	connected = [],
}: {
	deviceTokens: readonly string[];
	parameters: INodeParameters;
	/** What our node leads to already, by output. */
	connected?: readonly string[];
}): WorkflowJson {
	const jsCode = `return ${JSON.stringify(deviceTokens)}.map((deviceToken) => ({ json: { deviceToken } }));`;
	return workflow(
		[
			node(START, 'n8n-nodes-base.manualTrigger', 1, [0, 0], {}),
			node('Devices', 'n8n-nodes-base.code', 2, [240, 0], { jsCode }),
			node(APNS, 'n8n-nodes-apns.apns', 1, [480, 0], {
				deviceToken: '={{ $json.deviceToken }}',
				title: 'Hello',
				...parameters,
			}),
			...BRANCHES.map((name, index) =>
				node(name, 'n8n-nodes-base.noOp', 1, [880, index * 160 - 240], {}),
			),
		],
		{ [START]: to('Devices'), Devices: to(APNS), [APNS]: to(...connected) },
	);
}

function workflow(nodes: INode[], connections: object): WorkflowJson {
	return { name: 'Editor test', nodes, connections, settings: { executionOrder: 'v1' } };
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	position: [number, number],
	parameters: INodeParameters,
): INode {
	return { id: name, name, type, typeVersion, position, parameters };
}

function to(...names: string[]) {
	return { main: names.map((name) => [{ node: name, type: 'main', index: 0 }]) };
}
