import type { INodeProperties } from 'n8n-workflow';

/** The one device that an item's notification goes to. */
export const deviceToken: INodeProperties = {
	displayName: 'Device Token',
	name: 'deviceToken',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.deviceToken }}',
	description:
		'The device that gets the notification: the hexadecimal text that the app got from iOS when it registered',
};
