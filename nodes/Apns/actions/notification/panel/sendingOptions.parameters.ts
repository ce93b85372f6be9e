import type { INodeProperties } from 'n8n-workflow';
import {
	environmentOption,
	optionsParameter,
	requestTimeoutOption,
} from '../../parameters/options.parameters.ts';

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
		description:
			'UUID that names this notification. Without it each gets one of its own; the result item shows it.',
		displayOptions: sendsOne,
	},
	{
		displayName: 'Collapse ID',
		name: 'collapseId',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1234',
		description:
			'On the screen, the notification replaces an older one with the same value. At most 64 bytes.',
		displayOptions: sendsToDevices,
	},
	{
		displayName: 'Emit',
		name: 'emit',
		type: 'options',
		options: [
			{ name: 'All', value: 'all', description: 'One item for every device token' },
			{
				name: 'Problems',
				value: 'problems',
				description: 'Only the tokens that were not accepted; n8n has less to store',
			},
		],
		default: 'all',
		description: 'Which results become items. The counts are shown in any case.',
		displayOptions: sendsMany,
	},
	environmentOption,
	{
		displayName: 'Expiration',
		name: 'expiration',
		type: 'string',
		default: '0',
		placeholder: 'e.g. 2030-01-31T18:00:00Z',
		description:
			'Until when Apple keeps trying to deliver it to a device that is off: a date (ISO 8601) or a Unix time in seconds; with Expiration Type also a duration. 0 means now or never.',
	},
	{
		displayName: 'Expiration Type',
		name: 'expirationType',
		type: 'options',
		options: [
			{ name: 'Date or Unix Time', value: 'date', description: 'A point in time' },
			{ name: 'Seconds From Now', value: 'duration', description: 'A duration, such as 3600' },
		],
		default: 'duration',
		description: 'Whether Expiration is a point in time or a duration',
	},
	{
		displayName: 'Fail on Rejection',
		name: 'failOnRejection',
		type: 'boolean',
		default: true,
		description:
			"Whether a notification that APNs did not accept is a failure of the node, which follows its On Error setting. Do not combine it with n8n's Retry On Fail: that would send everything again.",
	},
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: true,
		description:
			'Whether each result keeps the fields of its input item, with the result under "apns"',
	},
	{
		displayName: 'Max Attempts',
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 3,
		description:
			'How often a notification is tried when APNs is busy or a connection is lost, the first time included',
	},
	{
		displayName: 'Max Concurrent Streams',
		name: 'maxConcurrentStreams',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1500 },
		default: 400,
		description:
			'How many notifications may be under way at once on one connection, as far as Apple allows it. More is faster only where the way to Apple is long.',
	},
	{
		displayName: 'Max Connections',
		name: 'maxConnections',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 1,
		description: 'How many connections to APNs may be open at once; one is enough for most',
	},
	{
		displayName: 'Max per Second',
		name: 'maxPerSecond',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1000,
		description:
			'How many notifications are started per second at most, to spare your own servers when the apps answer. Without it there is no limit.',
	},
	{
		displayName: 'On Unknown Delivery',
		name: 'onUnknownDelivery',
		type: 'options',
		options: [
			{
				name: 'Auto',
				value: 'auto',
				description: 'Send again only where nobody would notice a second copy',
			},
			{ name: 'Report', value: 'report', description: 'Never send again; say so in the result' },
			{ name: 'Retry', value: 'retry', description: 'Always send again; it may show twice' },
		],
		default: 'auto',
		description:
			'What to do when a notification was sent and the connection broke before the answer came',
	},
	{
		displayName: 'On Wrong Environment',
		name: 'onWrongEnvironment',
		type: 'options',
		options: [
			{ name: 'Report', value: 'report', description: 'The token is reported as invalid' },
			{
				name: 'Try the Other',
				value: 'tryOther',
				description:
					'Production and sandbox try for each other, once; the result says where it was',
			},
		],
		default: 'report',
		description: 'What to do with a device token that the environment does not know',
		displayOptions: sendsToDevices,
	},
	{
		displayName: 'Priority',
		name: 'priority',
		type: 'options',
		options: [
			{ name: 'Immediate (10)', value: '10', description: 'At once; the screen lights up' },
			{
				name: 'Power-Aware (5)',
				value: '5',
				description: "When it suits the device's battery",
			},
			{
				name: 'Low Power (1)',
				value: '1',
				description: 'Battery above all; never wakes the device',
			},
		],
		default: '10',
		description: 'When the device gets it. Without it the push type decides.',
	},
	requestTimeoutOption,
	{
		displayName: 'Skip Duplicates',
		name: 'skipDuplicates',
		type: 'boolean',
		default: true,
		description:
			'Whether a device token that occurs twice is sent to once only. Its second item repeats the first one.',
		displayOptions: sendsMany,
	},
];

/** Some of these options, for an operation that has others besides. */
export function sendingOptionsNamed(...names: readonly string[]): INodeProperties[] {
	return sendingOptions.filter(({ name }) => names.includes(name));
}

/** The Options collection of the operations that send. */
export const sendingOptionsParameter = optionsParameter(sendingOptions);
