import type { IConnections, INode } from 'n8n-workflow';
import type { WorkflowJson } from '../e2e/N8nServer.ts';

const ANSWER = 'n8n-nodes-base.respondToWebhook';

/** They only branch: with the examples' expressions, they cannot fail. */
const NEVER_FAIL = [
	'n8n-nodes-base.webhook',
	'n8n-nodes-base.formTrigger',
	'n8n-nodes-base.if',
	'n8n-nodes-base.switch',
];

/**
 * The nodes between a webhook and its response that would end the execution if they fail. Up to 2.35.7, n8n
 * then responds with an empty `200`, and the caller assumes success.
 */
export function mayFailUnanswered({ nodes, connections }: WorkflowJson): string[] {
	const isAnswer = ({ type }: INode): boolean => type === ANSWER;
	const leadsTo = (from: INode, to: INode): boolean => {
		const outputs = (connections as IConnections)[from.name]?.['main'] ?? [];
		return outputs.some((output) => output?.some(({ node }) => node === to.name));
	};
	const webhooks = nodes.filter(({ parameters }) => parameters['responseMode'] === 'responseNode');
	const unanswered = closure(webhooks, (node) =>
		nodes.filter((next) => leadsTo(node, next) && !isAnswer(next)),
	);
	const leadingToAnswer = closure(nodes.filter(isAnswer), (node) =>
		nodes.filter((previous) => leadsTo(previous, node)),
	);
	return [...unanswered]
		.filter((node) => leadingToAnswer.has(node) && !NEVER_FAIL.includes(node.type))
		.filter(({ onError }) => onError === undefined)
		.map(({ name }) => name);
}

function closure(start: INode[], neighbours: (node: INode) => INode[]): Set<INode> {
	const found = new Set(start);
	for (const node of found) for (const one of neighbours(node)) found.add(one);
	return found;
}
