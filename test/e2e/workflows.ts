import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from './N8nServer.ts';
import { itemsNode, leadingTo, workflowNode } from './workflowParts.ts';

/** The trigger of the workflows below. */
export const START = 'Start';

/** The node that returns the device tokens. */
export const DEVICES = 'Devices';

/** Our node in them. */
export const SEND = 'Send';

/** Manual start → one item per device token, in `deviceToken` → our node. */
export function sendWorkflow(
	name: string,
	deviceTokens: readonly string[],
	parameters: INodeParameters,
): WorkflowJson {
	const items = deviceTokens.map((deviceToken) => ({ deviceToken }));
	return {
		name,
		nodes: [
			workflowNode(START, 'n8n-nodes-base.manualTrigger', 1, {}),
			itemsNode(DEVICES, items),
			workflowNode(SEND, 'n8n-nodes-apns.apns', 1, parameters),
		],
		connections: { [START]: leadingTo(DEVICES), [DEVICES]: leadingTo(SEND) },
		settings: { executionOrder: 'v1' },
	};
}

/** Manual start → one item with a list of made-up device tokens → our node, in bulk. */
export function bulkWorkflow(
	name: string,
	devices: number,
	parameters: INodeParameters,
): WorkflowJson {
	const jsCode = `return [{ json: { tokens: Array.from({ length: ${devices} }, (_, index) => index.toString(16).padStart(64, '0')) } }];`;
	return {
		name,
		nodes: [
			workflowNode(START, 'n8n-nodes-base.manualTrigger', 1, {}),
			workflowNode(DEVICES, 'n8n-nodes-base.code', 2, { jsCode }),
			workflowNode(SEND, 'n8n-nodes-apns.apns', 1, {
				resource: 'notification',
				operation: 'bulk',
				tokenSource: 'list',
				deviceTokens: '={{ $json.tokens }}',
				...parameters,
			}),
		],
		connections: { [START]: leadingTo(DEVICES), [DEVICES]: leadingTo(SEND) },
		settings: { executionOrder: 'v1' },
	};
}
