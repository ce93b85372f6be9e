import type { INode } from 'n8n-workflow';
import { compare, coerce } from 'semver';

/**
 * The nodes of the examples in the oldest n8n that the README promises: n8n-nodes-base 1.108.0 and
 * @n8n/n8n-nodes-langchain 1.109.1 (of n8n 1.110.1), dist/types/nodes.json.
 */
const VERSIONS_IN_OLDEST: Readonly<Record<string, readonly number[]>> = {
	'@n8n/n8n-nodes-langchain.agent': [1, 2, 2.1, 2.2],
	'@n8n/n8n-nodes-langchain.chatTrigger': [1, 1.1, 1.2, 1.3],
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': [1, 1.1, 1.2],
	'n8n-nodes-base.code': [1, 2],
	'n8n-nodes-base.crypto': [1],
	'n8n-nodes-base.errorTrigger': [1],
	'n8n-nodes-base.filter': [1, 2, 2.1, 2.2],
	'n8n-nodes-base.formTrigger': [1, 2, 2.1, 2.2, 2.3],
	'n8n-nodes-base.httpRequest': [1, 2, 3, 4, 4.1, 4.2],
	// n8n makes it of the node.
	'n8n-nodes-base.httpRequestTool': [3, 4, 4.1, 4.2],
	'n8n-nodes-base.if': [1, 2, 2.1, 2.2],
	'n8n-nodes-base.manualTrigger': [1],
	'n8n-nodes-base.noOp': [1],
	'n8n-nodes-base.postgres': [1, 2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6],
	'n8n-nodes-base.respondToWebhook': [1, 1.1, 1.2, 1.3, 1.4, 1.5],
	'n8n-nodes-base.scheduleTrigger': [1, 1.1, 1.2],
	'n8n-nodes-base.set': [1, 2, 3, 3.1, 3.2, 3.3, 3.4],
	'n8n-nodes-base.stickyNote': [1],
	'n8n-nodes-base.stopAndError': [1],
	'n8n-nodes-base.switch': [1, 2, 3, 3.1, 3.2],
	'n8n-nodes-base.wait': [1, 1.1],
	'n8n-nodes-base.webhook': [1, 1.1, 2, 2.1],
	'n8n-nodes-apns.apns': [1],
};

/** What was added later, and in which n8n. */
const LATER: Readonly<Record<string, string>> = {
	// Of the package's versions, 1.114.0 is the first that has it: that of n8n 1.115.0.
	'@n8n/n8n-nodes-langchain.agent 3': '1.115',
	// n8n makes it of the node (n8n-io/n8n, pull request 22315): dist/tool-generation/hitl-tools.js is in 2.6.4 and not in 2.4.8.
	'n8n-nodes-apns.apnsHitlTool 1': '2.6',
	// Its operations on tables are in n8n-nodes-base 2.3.0 and not in 2.2.0, where 1.1 has only those on rows.
	'n8n-nodes-base.dataTable 1.1': '2.3',
	// Its secret is in a credential, and no longer in the workflow (n8n-io/n8n, pull request 24798).
	'n8n-nodes-base.crypto 2': '2.7',
};

/** The version of n8n that has all these nodes; undefined if the oldest is sufficient. */
export function neededN8n(nodes: readonly INode[]): string | undefined {
	const needed = nodes
		.filter(({ type, typeVersion }) => !VERSIONS_IN_OLDEST[type]?.includes(typeVersion))
		.map(({ type, typeVersion }) => {
			const since = LATER[`${type} ${typeVersion}`];
			if (since === undefined) throw new Error(`Which n8n has ${type} in version ${typeVersion}?`);
			return since;
		});
	return needed.toSorted((one, other) => compare(coerce(one)!, coerce(other)!)).at(-1);
}
