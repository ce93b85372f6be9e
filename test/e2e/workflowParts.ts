import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

/** A node of a workflow; its name is its id too. */
export function workflowNode(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters = {},
	position: [number, number] = [0, 0],
): INode {
	return { id: name, name, type, typeVersion, position, parameters };
}

/** What a node leads to: a node for each of its outputs. */
export function leadingTo(...names: string[]) {
	return { main: names.map((name) => [{ node: name, type: 'main', index: 0 }]) };
}

/** A Code node that returns these items. */
export function itemsNode(name: string, items: readonly IDataObject[]): INode {
	const jsCode = `return ${JSON.stringify(items)}.map((json) => ({ json }));`;
	return workflowNode(name, 'n8n-nodes-base.code', 2, { jsCode });
}
