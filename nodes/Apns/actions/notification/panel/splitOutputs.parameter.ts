import type { INodeProperties } from 'n8n-workflow';

/** The switch between one output and four. */
export const splitOutputsParameter: INodeProperties = {
	displayName: 'Split Outputs',
	name: 'splitOutputs',
	type: 'boolean',
	// n8n has to know the outputs before there is an item.
	noDataExpression: true,
	default: false,
	description:
		'Whether results come out separately: sent, unregistered (delete the token), retry later, and failed',
	// An AI agent gets what comes out of a tool's first output, and would not hear of the others.
	displayOptions: { hide: { '@tool': [true] } },
};
