import type { INodeProperties } from 'n8n-workflow';

/** The switch between one output and four. */
export const splitOutputsParameter: INodeProperties = {
	displayName: 'Split Outputs',
	name: 'splitOutputs',
	type: 'boolean',
	// n8n needs to know the outputs before there are any items.
	noDataExpression: true,
	default: false,
	description:
		'Whether to return results at four outputs: Sent, Unregistered (delete the token), Retry Later and Failed',
	// An AI agent receives only the items at a tool's first output.
	displayOptions: { hide: { '@tool': [true] } },
};
