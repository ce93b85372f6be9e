import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../N8nServer.ts';
import { leadingTo, workflowNode } from '../workflowParts.ts';

/** The trigger of the workflows below. */
export const START = 'Start';

/** Our node in them. */
export const APNS = 'APNs';

/** The nodes at its four outputs, from top to bottom. */
export const BRANCHES = ['Done', 'Forget', 'Try Again', 'Look Into'] as const;

/** Nothing but a manual trigger. */
export function emptyWorkflow(): WorkflowJson {
	return workflow([workflowNode(START, 'n8n-nodes-base.manualTrigger', 1, {}, [0, 0])], {});
}

/** Manual start → our node. */
export function singleNodeWorkflow(parameters: INodeParameters = {}): WorkflowJson {
	return workflow(
		[
			workflowNode(START, 'n8n-nodes-base.manualTrigger', 1, {}, [0, 0]),
			workflowNode(APNS, 'n8n-nodes-apns.apns', 1, parameters, [240, 0]),
		],
		{ [START]: leadingTo(APNS) },
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
	/** The nodes that our node already leads to, by output. */
	connected?: readonly string[];
}): WorkflowJson {
	const jsCode = `return ${JSON.stringify(deviceTokens)}.map((deviceToken) => ({ json: { deviceToken } }));`;
	return workflow(
		[
			workflowNode(START, 'n8n-nodes-base.manualTrigger', 1, {}, [0, 0]),
			workflowNode('Devices', 'n8n-nodes-base.code', 2, { jsCode }, [240, 0]),
			workflowNode(
				APNS,
				'n8n-nodes-apns.apns',
				1,
				{
					deviceToken: '={{ $json.deviceToken }}',
					title: 'Hello',
					...parameters,
				},
				[480, 0],
			),
			...BRANCHES.map((name, index) =>
				workflowNode(name, 'n8n-nodes-base.noOp', 1, {}, [880, index * 160 - 240]),
			),
		],
		{ [START]: leadingTo('Devices'), Devices: leadingTo(APNS), [APNS]: leadingTo(...connected) },
	);
}

function workflow(nodes: INode[], connections: object): WorkflowJson {
	return { name: 'Editor test', nodes, connections, settings: { executionOrder: 'v1' } };
}
