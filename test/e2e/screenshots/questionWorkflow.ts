import type { WorkflowJson } from '../N8nServer.ts';
import { leadingTo, workflowNode } from '../workflowParts.ts';

/** The trigger and the node that asks. */
export const QUESTION = {
	trigger: 'Start',
	ask: 'Ask Ada',
	text: 'Refund 25.00 EUR to Ben?',
} as const;

/** A workflow that asks a person and branches on the answer. */
export function questionWorkflow(deviceToken: string): WorkflowJson {
	const conditions = {
		options: { version: 2, typeValidation: 'strict', caseSensitive: true, leftValue: '' },
		combinator: 'and',
		conditions: [
			{
				id: 'approved',
				leftValue: '={{ $json.data?.approved === true }}',
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
	};
	const values = { limitType: 'afterTimeInterval', resumeAmount: 15, resumeUnit: 'minutes' };
	return {
		name: 'Ask for a refund',
		nodes: [
			workflowNode(QUESTION.trigger, 'n8n-nodes-base.manualTrigger', 1, {}, [0, 0]),
			workflowNode(
				QUESTION.ask,
				'n8n-nodes-apns.apns',
				1,
				{
					operation: 'sendAndWait',
					deviceToken,
					title: 'Refund',
					message: QUESTION.text,
					options: { limitWaitTime: { values } },
				},
				[208, 0],
			),
			workflowNode('Approved?', 'n8n-nodes-base.if', 2.2, { conditions, options: {} }, [416, 0]),
			workflowNode('Refund', 'n8n-nodes-base.noOp', 1, {}, [624, -96]),
			workflowNode('Tell the Team', 'n8n-nodes-base.noOp', 1, {}, [624, 96]),
		],
		connections: {
			[QUESTION.trigger]: leadingTo(QUESTION.ask),
			[QUESTION.ask]: leadingTo('Approved?'),
			'Approved?': leadingTo('Refund', 'Tell the Team'),
		},
		settings: { executionOrder: 'v1' },
	};
}
