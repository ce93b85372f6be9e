import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { CREATE_CHANNEL } from '../../delivery/service/channelServices.ts';
import { bundleIdParameter } from '../parameters/bundleId.parameters.ts';
import { connectionOptionsParameter } from '../parameters/options.parameters.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { manageChannels, type ChannelOperation } from './manageChannels.ts';

/** "Sending channel management requests to APNs": the only push type that channels support. */
const PUSH_TYPE = 'LiveActivity';

const messageStoragePolicy: INodeProperties = {
	displayName: 'Message Storage Policy',
	name: 'messageStoragePolicy',
	type: 'options',
	options: [
		{
			name: 'Most Recent Message',
			value: '1',
			description: 'Devices that were offline receive the latest broadcast, for up to eight hours',
		},
		{
			name: 'No Message',
			value: '0',
			description: 'Only devices that are online receive a broadcast; Apple allows more broadcasts',
		},
	],
	default: '1',
	description:
		'What Apple stores for devices that are offline. It cannot be changed after the channel is created.',
};

const properties = [messageStoragePolicy, bundleIdParameter, connectionOptionsParameter];

/** The parameters of Create. */
export const description = shownFor('channel', 'create', properties);

const operation: ChannelOperation = {
	service: CREATE_CHANNEL,
	properties,
	done: 'channels were created',
	read(parameters) {
		const policy = parameters.choice(messageStoragePolicy.name, ['0', '1'] as const) ?? '1';
		return { payload: { 'message-storage-policy': Number(policy), 'push-type': PUSH_TYPE } };
	},
	tell: ({ channelIds = [] }, { payload = {} }) =>
		channelIds.map((channelId) => ({
			channelId,
			messageStoragePolicy: payload['message-storage-policy'],
			pushType: PUSH_TYPE,
		})),
};

/** One new channel per input item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await manageChannels(context, operation);
}
