import type { INodeProperties } from 'n8n-workflow';
import { environmentOption, optionsParameter } from '../../parameters/options.parameters.ts';
import { deliveryTuningOption } from './deliveryTuning.parameter.ts';
import { expirationOption } from './expiration.parameter.ts';

const sendsOne = { show: { '/operation': ['send', 'broadcast', 'preview'] } };
const sendsToDevices = { show: { '/operation': ['send', 'bulk', 'sendAndWait', 'preview'] } };
const sendsMany = { show: { '/operation': ['bulk'] } };

const sendingOptions: INodeProperties[] = [
	{
		displayName: 'APNs ID',
		name: 'apnsId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 123e4567-e89b-12d3-a456-426614174000',
		description: 'UUID of this notification. By default, each notification gets a new one.',
		displayOptions: sendsOne,
	},
	{
		displayName: 'Collapse ID',
		name: 'collapseId',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1234',
		description:
			'Replaces an earlier notification with the same value on the screen. At most 64 bytes.',
		displayOptions: sendsToDevices,
	},
	deliveryTuningOption(),
	environmentOption,
	expirationOption,
	{
		displayName: 'Fail on Rejection',
		name: 'failOnRejection',
		type: 'boolean',
		default: true,
		description:
			"Whether the node fails if APNs does not accept a notification. The node's On Error setting then applies. Do not combine it with Retry On Fail, which sends every notification again.",
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: true,
		description:
			'Whether to include the fields of the input item in each result, with the result itself under "apns"',
	},
	{
		displayName: 'On Unknown Delivery',
		name: 'onUnknownDelivery',
		type: 'options',
		options: [
			{
				name: 'Auto',
				value: 'auto',
				description: 'Send again only if a duplicate would not be noticed',
			},
			{ name: 'Report', value: 'report', description: 'Never send again; the result reports it' },
			{
				name: 'Retry',
				value: 'retry',
				description: 'Always send again; the notification may be shown twice',
			},
		],
		default: 'auto',
		description:
			'What to do if the connection is lost after a notification was sent and before APNs responded',
	},
	{
		displayName: 'On Wrong Environment',
		name: 'onWrongEnvironment',
		type: 'options',
		options: [
			{ name: 'Report', value: 'report', description: 'Report the token as invalid' },
			{
				name: 'Try the Other',
				value: 'tryOther',
				description: 'Retry once in the other environment; the result says which one it was',
			},
		],
		default: 'report',
		description: 'What to do with a device token that the environment does not recognize',
		displayOptions: sendsToDevices,
	},
	{
		displayName: 'Priority',
		name: 'priority',
		type: 'options',
		options: [
			{
				name: 'Immediate (10)',
				value: '10',
				description: 'Deliver immediately; the screen lights up',
			},
			{
				name: 'Power-Aware (5)',
				value: '5',
				description: "Deliver at a time that saves the device's battery",
			},
			{
				name: 'Low Power (1)',
				value: '1',
				description: 'Put saving battery first; never wake the device',
			},
		],
		default: '10',
		description: 'When to deliver the notification. By default, the push type decides.',
	},
	{
		displayName: 'Return',
		name: 'emit',
		type: 'options',
		options: [
			{ name: 'All Results', value: 'all', description: 'One item for each device token' },
			{
				name: 'Problems Only',
				value: 'problems',
				description: 'Only the device tokens that were not accepted, so that n8n stores less data',
			},
		],
		default: 'all',
		description: 'Which results to return. The counts are always shown above the output.',
		displayOptions: sendsMany,
	},
	{
		displayName: 'Skip Duplicates',
		name: 'skipDuplicates',
		type: 'boolean',
		default: true,
		description:
			'Whether to send only once to each device token. Later items with the same token repeat the result of the first.',
		displayOptions: sendsMany,
	},
];

/** Some of these options, for an operation that also has others. */
export function sendingOptionsNamed(...names: readonly string[]): INodeProperties[] {
	return sendingOptions.filter(({ name }) => names.includes(name));
}

/** The Options collection of the operations that send. */
export const sendingOptionsParameter = optionsParameter(sendingOptions);
