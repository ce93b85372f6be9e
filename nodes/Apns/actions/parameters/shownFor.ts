import type { INodeProperties } from 'n8n-workflow';

/**
 * The parameters, each shown with one operation only. Unlike n8n's `updateDisplayOptions` it puts that
 * condition first: an unresolved expression among the others makes n8n show a parameter without looking
 * at those that come after, and would show one of each operation.
 */
export function shownFor(
	resource: string,
	operation: string,
	parameters: readonly INodeProperties[],
): INodeProperties[] {
	return parameters.map((parameter) => ({
		...parameter,
		displayOptions: {
			...parameter.displayOptions,
			show: { resource: [resource], operation: [operation], ...parameter.displayOptions?.show },
		},
	}));
}
