import type { INodeProperties } from 'n8n-workflow';
import type { PushType } from '../../../notification/pushType.ts';
import { shownWhere } from '../../parameters/shownWhere.ts';
import { liveActivityParameters } from './liveActivity.parameters.ts';
import { fieldNotices, payloadNotices, pushTypeNotices } from './notices.parameters.ts';
import { notificationFieldsParameter } from './notificationFields.parameters.ts';
import { fileProviderParameters, mdmParameters } from './systemFields.parameters.ts';

/** Conditions of a field: the payload is built from fields, and the push type is one of these. */
const fieldsOf = (...pushType: PushType[]) => ({ payloadMode: ['fields'], pushType });

/**
 * Title and Body of a Live Activity, which have the same names as those of an alert. If n8n cannot resolve an
 * expression in Push Type, it shows every parameter with a condition on it under `show`: those of the alert,
 * and not these.
 */
const activityTexts: INodeProperties[] = liveActivityParameters
	.filter(({ name }) => name === 'title' || name === 'body')
	.map((parameter) => ({
		...parameter,
		displayOptions: {
			show: { payloadMode: ['fields'] },
			hide: { pushType: [{ _cnd: { not: 'liveactivity' } }] },
		},
	}));

const activityParameters = shownWhere(fieldsOf('liveactivity'), liveActivityParameters).map(
	(parameter) => activityTexts.find(({ name }) => name === parameter.name) ?? parameter,
);

/** The content of a notification, shared by all operations that send one. What a first push needs comes first. */
export const contentParameters: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Payment received',
		description:
			'First line of the message, in bold. Leave Title and Body empty to send without an alert.',
		displayOptions: { show: fieldsOf('alert') },
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. 25.00 EUR from Anna',
		description: 'Text of the message, below the title',
		displayOptions: { show: fieldsOf('alert') },
	},
	{
		displayName: 'Push Type',
		name: 'pushType',
		type: 'options',
		options: [
			{
				name: 'Alert',
				value: 'alert',
				description: 'Shows a message, plays a sound or changes the badge',
			},
			{
				name: 'Background',
				value: 'background',
				description: 'Wakes the app to fetch data; shows nothing',
			},
			{
				name: 'Complication',
				value: 'complication',
				description: 'Updates a complication on Apple Watch',
			},
			{ name: 'Controls', value: 'controls', description: 'Reloads a control in Control Center' },
			{
				name: 'File Provider',
				value: 'fileprovider',
				description: 'Notifies a File Provider extension of changed files',
			},
			{
				name: 'Live Activity',
				value: 'liveactivity',
				description: 'Starts, updates or ends a Live Activity, with an optional alert',
			},
			{ name: 'Location', value: 'location', description: "Requests the device's location" },
			{
				name: 'MDM',
				value: 'mdm',
				description: 'Makes a managed device contact its MDM server',
			},
			{
				name: 'Push to Talk',
				value: 'pushtotalk',
				description: 'Announces a speaker in a Push to Talk channel',
			},
			{ name: 'VoIP', value: 'voip', description: 'Announces an incoming call' },
			{
				name: 'Wallet Pass',
				value: 'wallet',
				description: 'Makes Wallet fetch the new version of a pass',
			},
			{ name: 'Widgets', value: 'widgets', description: 'Reloads a widget' },
		],
		default: 'alert',
		description: 'What the notification does on the device',
	},
	...pushTypeNotices,
	{
		displayName: 'Payload',
		name: 'payloadMode',
		type: 'options',
		options: [
			{
				name: 'From Fields',
				value: 'fields',
				description: 'Fill in the fields of the push type',
			},
			{ name: 'JSON', value: 'json', description: 'Write the complete payload yourself' },
		],
		default: 'fields',
		description: 'How to define the content of the notification',
		displayOptions: { hide: { pushType: ['wallet'] } },
	},
	{
		displayName: 'Payload (JSON)',
		name: 'payload',
		type: 'json',
		typeOptions: { rows: 6 },
		default:
			'{\n\t"aps": {\n\t\t"alert": { "title": "", "body": "" },\n\t\t"sound": "default"\n\t}\n}',
		description: 'The complete payload in Apple\'s format, including "aps"',
		displayOptions: { show: { payloadMode: ['json'] }, hide: { pushType: ['wallet'] } },
	},
	...payloadNotices,
	...shownWhere(fieldsOf('alert'), [notificationFieldsParameter]),
	...activityParameters,
	...shownWhere(fieldsOf('fileprovider'), fileProviderParameters),
	...shownWhere(fieldsOf('mdm'), mdmParameters),
	...fieldNotices,
	{
		displayName: 'Custom Data',
		name: 'customData',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "orderId": 1234 }',
		description: 'A JSON object with your own keys, sent alongside "aps"',
		displayOptions: {
			show: fieldsOf('alert', 'background', 'complication', 'location', 'pushtotalk', 'voip'),
		},
	},
];
