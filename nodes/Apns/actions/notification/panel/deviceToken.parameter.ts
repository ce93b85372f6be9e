import type { INodeProperties } from 'n8n-workflow';

/** The device that receives the notification of an item. */
export const deviceToken: INodeProperties = {
	displayName: 'Device Token',
	name: 'deviceToken',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.deviceToken }}',
	description:
		'The device that receives the notification: the hexadecimal token that the app got from iOS when it registered',
};
