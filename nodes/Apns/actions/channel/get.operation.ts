import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { READ_CHANNEL } from '../../delivery/service/channelServices.ts';
import { bundleIdParameter } from '../parameters/bundleId.parameters.ts';
import { connectionOptionsParameter } from '../parameters/options.parameters.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { channelIdParameter, readChannelId } from '../parameters/channelId.parameters.ts';
import { manageChannels, type ChannelOperation } from './manageChannels.ts';

const properties = [channelIdParameter, bundleIdParameter, connectionOptionsParameter];

/** The parameters of Get. */
export const description = shownFor('channel', 'get', properties);

const operation: ChannelOperation = {
	service: READ_CHANNEL,
	properties,
	done: 'channels were found',
	read: (parameters) => ({ channelId: readChannelId(parameters) }),
	tell: ({ storagePolicy, pushType }, { channelId }) => [
		{ channelId, messageStoragePolicy: storagePolicy, pushType },
	],
};

/** Gets the details of the channel of each input item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await manageChannels(context, operation);
}
