import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * The parameters, each shown only where these conditions hold too. Unlike n8n's `updateDisplayOptions` it
 * puts them first: an unresolved expression among the others makes n8n show a parameter without looking at
 * those that come after.
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
