import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** One way to send the same notification to a few devices. */
export interface SendingOperation {
	readonly name: string;
	readonly parameters: INodeParameters;
	/** The input items for these device tokens. */
	readonly items: (tokens: readonly string[]) => IDataObject[];
	/** The input item of the device token at a position. */
	readonly itemOf: (position: number) => number;
}

const CUSTOMER = 'Ada';
const onePerItem = {
	items: (tokens: readonly string[]) =>
		tokens.map((token) => ({ deviceToken: token, customer: CUSTOMER })),
	itemOf: (position: number) => position,
};

/** Send, and both ways of Send in Bulk. */
export const SENDING_OPERATIONS: readonly SendingOperation[] = [
	{
		name: 'send',
		parameters: {
			operation: 'send',
			simplify: false,
			deviceToken: '={{ $json.deviceToken }}',
			title: 'Hello',
		},
		...onePerItem,
	},
	{
		name: 'bulk from input items',
		parameters: { operation: 'bulk', simplify: false, tokenSource: 'inputItems', title: 'Hello' },
		...onePerItem,
	},
	{
		name: 'bulk from a list',
		parameters: {
			operation: 'bulk',
			simplify: false,
			tokenSource: 'list',
			deviceTokens: '={{ $json.tokens }}',
			title: 'Hello',
		},
		items: (tokens) => [{ tokens: [...tokens], customer: CUSTOMER }],
		itemOf: () => 0,
	},
];
