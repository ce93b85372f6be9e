import { deviceToken } from '../../simulator/deviceToken.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { WorkflowJson } from '../N8nServer.ts';
import { leadingTo, workflowNode } from '../workflowParts.ts';

/** The trigger, the node that sends, and the last node to run. */
export const FLEET = { trigger: 'Start', send: 'Tell Everybody', last: 'Look Into It' } as const;

/** A workflow that sends to a thousand devices and routes each result. */
export function splitOutputsWorkflow({ devices }: ApnsSimulator): WorkflowJson {
	const sinceMs = Date.parse('2026-10-05T08:00:00Z');
	const tokens = [
		...devices.addMany(1, {}, 'first'),
		...devices.addMany(23, { state: { kind: 'unregistered', sinceMs } }, 'uninstalled'),
		...devices.addMany(7, { rateLimited: 'always' }, 'busy'),
		deviceToken('unknown to Apple'),
		...devices.addMany(968, {}, 'active'),
	];
	const jsCode = `return ${JSON.stringify(tokens)}.map((deviceToken) => ({ json: { deviceToken } }));`;
	const branches = ['Done', 'Delete Token', 'Send Again', FLEET.last];
	return {
		name: 'Tell everybody',
		nodes: [
			workflowNode(FLEET.trigger, 'n8n-nodes-base.manualTrigger', 1, {}, [0, 32]),
			workflowNode('Devices', 'n8n-nodes-base.code', 2, { jsCode }, [208, 32]),
			workflowNode(
				FLEET.send,
				'n8n-nodes-apns.apns',
				1,
				{
					operation: 'bulk',
					title: 'A new version is here',
					splitOutputs: true,
				},
				[416, 0],
			),
			...branches.map((name, index) =>
				workflowNode(name, 'n8n-nodes-base.noOp', 1, {}, [800, index * 160 - 208]),
			),
		],
		connections: {
			[FLEET.trigger]: leadingTo('Devices'),
			Devices: leadingTo(FLEET.send),
			[FLEET.send]: leadingTo(...branches),
		},
		settings: { executionOrder: 'v1' },
	};
}
