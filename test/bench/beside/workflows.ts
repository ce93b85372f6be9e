import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../e2e/N8nServer.ts';
import { leadingTo, workflowNode } from '../../e2e/workflowParts.ts';
import { ALERT } from '../rows/content.ts';
import { tokenOf } from './tokens.ts';

const CALL = 'Call';
const DEVICES = 'Devices';
const APNS = 'APNs';

/** Webhook → one push with priority 10, to the token in the call. */
export function pushWorkflow(): WorkflowJson {
	const send = { operation: 'send', deviceToken: '={{ $json.body.token }}' };
	return {
		name: 'push',
		nodes: [webhook('push'), apns(send)],
		connections: { [CALL]: leadingTo(APNS) },
		settings: { executionOrder: 'v1' },
	};
}

/** Webhook → one item for each token → our node, in bulk. */
export function bulkWorkflow(sender: number, count: number, tuning: INodeParameters): WorkflowJson {
	const name = bulkName(sender);
	const prefix = tokenOf(sender, 0).slice(0, 8);
	const token = `'${prefix}' + index.toString(16).padStart(56, '0')`;
	const jsCode = `return Array.from({ length: ${count} }, (_, index) => ({ json: { token: ${token} } }));`;
	const bulk = { operation: 'bulk', tokenSource: 'inputItems', tokenField: 'token' };
	const options = Object.keys(tuning).length > 0 ? { deliveryTuning: { values: tuning } } : {};
	return {
		name,
		nodes: [
			webhook(name),
			workflowNode(DEVICES, 'n8n-nodes-base.code', 2, { jsCode }),
			apns({ ...bulk, options }),
		],
		connections: { [CALL]: leadingTo(DEVICES), [DEVICES]: leadingTo(APNS) },
		// To store the items is n8n's own work, in the same thread: it would be measured as ours.
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}

/** The name of a bulk's workflow, and of its webhook. */
export function bulkName(sender: number): string {
	return `bulk-${sender}`;
}

function webhook(path: string): INode {
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived' };
	// n8n finds a published webhook by this id.
	return { ...workflowNode(CALL, 'n8n-nodes-base.webhook', 2, parameters), webhookId: path };
}

function apns(parameters: INodeParameters): INode {
	return workflowNode(APNS, 'n8n-nodes-apns.apns', 1, {
		resource: 'notification',
		...ALERT,
		...parameters,
	});
}
