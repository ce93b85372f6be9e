import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { WorkflowJson } from '../N8nServer.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'examples');

const DATABASES = ['n8n-nodes-base.postgres', 'n8n-nodes-base.dataTable'];

/** The names of all examples. */
export const EXAMPLES = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.slice(0, -'.json'.length));

/** An example as a person imports it. */
export function readExample(name: string): WorkflowJson {
	return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as WorkflowJson;
}

/** A node of an example, to read or to change. */
export function nodeOf(workflow: WorkflowJson, name: string): INode {
	const node = workflow.nodes.find((one) => one.name === name);
	if (!node) throw new Error(`The example "${workflow.name}" has no node "${name}" any more`);
	return node;
}

/** The CREATE TABLE statements that its sticky notes tell a person to run. */
export function tablesOf(workflow: WorkflowJson): string {
	return workflow.nodes
		.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
		.flatMap(({ parameters }) =>
			[...String(parameters['content']).matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql),
		)
		.join('\n');
}

/**
 * The same without PostgreSQL and without a Data Table: nodes that read become a Code node that returns `rows`,
 * and nodes that change a row do nothing.
 */
export function withoutDatabase(workflow: WorkflowJson, rows: object[] = []): WorkflowJson {
	const jsCode = `return ${JSON.stringify(rows)}.map((json) => ({ json }));`;
	const nodes = workflow.nodes.map((node): INode => {
		const { query, operation } = node.parameters;
		if (!DATABASES.includes(node.type)) return node;
		return String(query).startsWith('SELECT') || operation === 'get'
			? { ...node, type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } }
			: { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	});
	return { ...workflow, nodes };
}
