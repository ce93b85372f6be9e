import type { INodeProperties } from 'n8n-workflow';

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
