import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from './N8nServer.ts';

/** The trigger of the workflows below. */
export const START = 'Start';

/** What gives out the device tokens. */
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
			node(START, 'n8n-nodes-base.manualTrigger', 1, {}),
			itemsNode(DEVICES, items),
			node(SEND, 'n8n-nodes-apns.apns', 1, parameters),
		],
		connections: { [START]: to(DEVICES), [DEVICES]: to(SEND) },
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
			node(START, 'n8n-nodes-base.manualTrigger', 1, {}),
			node(DEVICES, 'n8n-nodes-base.code', 2, { jsCode }),
			node(SEND, 'n8n-nodes-apns.apns', 1, {
				resource: 'notification',
				operation: 'bulk',
				tokenSource: 'list',
				deviceTokens: '={{ $json.tokens }}',
				...parameters,
			}),
		],
		connections: { [START]: to(DEVICES), [DEVICES]: to(SEND) },
		settings: { executionOrder: 'v1' },
	};
}

/** A node as a workflow holds it. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

/** Leads the first output to one node, the second to another, and so on. */
export function to(...names: string[]) {
	return { main: names.map((name) => [{ node: name, type: 'main', index: 0 }]) };
}

/** A Code node that gives out these items. */
export function itemsNode(name: string, items: readonly IDataObject[]): INode {
	const jsCode = `return ${JSON.stringify(items)}.map((json) => ({ json }));`;
	return node(name, 'n8n-nodes-base.code', 2, { jsCode });
}
