import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

/** The type of a node that passes on its items, for use before our node. */
export const PASS_THROUGH = 'test.passThrough';

/** Like n8n's No Operation, which would need all of n8n-nodes-base. */
export const passThrough: INodeType = {
	description: {
		displayName: 'Pass Through',
		name: 'passThrough',
		group: ['transform'],
		version: 1,
		description: 'Hands its items on',
		defaults: { name: 'Pass Through' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};
