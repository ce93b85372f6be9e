import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { Fields } from './Fields.ts';

/** The node's parameters for one input item, expressions resolved: the one place where they are read. */
export function readParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	labels: ReadonlyMap<string, string>,
): Fields {
	return new Fields(
		(name) => context.getNodeParameter(name, itemIndex, ''),
		(name) => labels.get(name) ?? name,
	);
}

/** Names of parameters, those inside collections too, as the editor shows them. */
export function labelsOf(properties: readonly INodeProperties[]): Map<string, string> {
	const labels = new Map<string, string>();
	for (const { name, displayName, type, options = [] } of properties) {
		labels.set(name, displayName);
		if (type !== 'collection') continue;
		for (const [inner, label] of labelsOf(options as INodeProperties[])) labels.set(inner, label);
	}
	return labels;
}
