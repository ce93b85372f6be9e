import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { READ_ALL_CHANNELS } from '../../delivery/service/channelServices.ts';
import { bundleIdParameter } from '../parameters/bundleId.parameters.ts';
import { connectionOptionsParameter } from '../parameters/options.parameters.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { manageChannels, type ChannelOperation } from './manageChannels.ts';

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

const properties = [returnAll, limit, bundleIdParameter, connectionOptionsParameter];

/** The parameters of Get Many. */
export const description = shownFor('channel', 'getAll', properties);

const operation: ChannelOperation = {
	service: READ_ALL_CHANNELS,
	properties,
	done: 'lists of channels were read',
	read(parameters) {
		if (parameters.boolean(returnAll.name) === true) return { limit: Infinity };
		const max = parameters.integer(limit.name, 1, Number.MAX_SAFE_INTEGER);
		return { limit: max ?? Number(limit.default) };
	},
	tell: ({ channelIds = [] }, { limit: max }) =>
		channelIds.slice(0, max).map((channelId) => ({ channelId })),
};

/** The channels of an app, one item each. Apple lists their IDs only. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await manageChannels(context, operation);
}
