import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { CREATE_CHANNEL } from '../../delivery/service/channelServices.ts';
import { bundleIdParameter } from '../parameters/bundleId.parameters.ts';
import { connectionOptionsParameter } from '../parameters/options.parameters.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { manageChannels, type ChannelOperation } from './manageChannels.ts';

/** "Sending channel management requests to APNs": the only push type that channels have. */
const PUSH_TYPE = 'LiveActivity';

const messageStoragePolicy: INodeProperties = {
	displayName: 'Message Storage Policy',
	name: 'messageStoragePolicy',
	type: 'options',
	options: [
		{
			name: 'Most Recent Message',
			value: '1',
			description: 'A device that was off gets the latest broadcast, for up to eight hours',
		},
		{
			name: 'No Message',
			value: '0',
			description: 'Only devices that are on get a broadcast; Apple allows more of them',
		},
	],
	default: '1',
	description:
		'What Apple keeps for devices that are off. It cannot be changed once the channel exists.',
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
