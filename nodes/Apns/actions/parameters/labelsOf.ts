import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

/** The labels of parameters, including those inside collections. */
export function labelsOf(properties: readonly INodeProperties[]): Map<string, string> {
	const labels = new Map<string, string>();
	for (const property of properties) {
		labels.set(property.name, property.displayName);
		for (const [inner, label] of labelsOf(fieldsIn(property))) labels.set(inner, label);
	}
	return labels;
}

function fieldsIn({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
}
