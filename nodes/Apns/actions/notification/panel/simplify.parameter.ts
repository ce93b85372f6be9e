import type { INodeProperties } from 'n8n-workflow';

/**
 * Whether results contain only the fields that most workflows need. Name, label and text are those of n8n's own
 * nodes.
 */
export const simplifyParameter: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	// One value for all results.
	noDataExpression: true,
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
