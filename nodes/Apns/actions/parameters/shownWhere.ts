import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * The parameters, each shown only if these conditions are met as well. Unlike n8n's `updateDisplayOptions`, it
 * puts them first: if n8n finds an unresolved expression in a condition, it shows the parameter without
 * checking those that come after it.
 */
export function shownWhere(
	conditions: NonNullable<IDisplayOptions['show']>,
	parameters: readonly INodeProperties[],
): INodeProperties[] {
	return parameters.map((parameter) => ({
		...parameter,
		displayOptions: {
			...parameter.displayOptions,
			show: { ...conditions, ...parameter.displayOptions?.show },
		},
	}));
}
