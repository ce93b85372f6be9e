import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { DELETE_CHANNEL } from '../../delivery/service/channelServices.ts';
import { bundleIdParameter } from '../parameters/bundleId.parameters.ts';
import { connectionOptionsParameter } from '../parameters/options.parameters.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { channelIdParameter, readChannelId } from '../parameters/channelId.parameters.ts';
import { manageChannels, type ChannelOperation } from './manageChannels.ts';

const properties = [channelIdParameter, bundleIdParameter, connectionOptionsParameter];

/** The parameters of Delete. */
export const description = shownFor('channel', 'delete', properties);

const operation: ChannelOperation = {
	service: DELETE_CHANNEL,
	properties,
	done: 'channels were deleted',
	read: (parameters) => ({ channelId: readChannelId(parameters) }),
	tell: ({ existed = true }, { channelId }) => [{ channelId, deleted: true, existed }],
};

/** Deletes the channel of each input item. One that no longer exists counts as deleted. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await manageChannels(context, operation);
}
