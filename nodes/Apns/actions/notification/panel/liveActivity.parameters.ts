import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { localizedParameters } from './localized.parameters.ts';

/** Parameters inside a collection look at those outside by a path. */
const ofStart = { show: { '/event': ['start'] } };
const ofEnd = { show: { '/event': ['end'] } };

/** What a push can do to a Live Activity. */
export const liveActivityEvents: INodePropertyOptions[] = [
	{ name: 'Start', value: 'start', description: 'Starts it; needs a push-to-start token' },
	{ name: 'Update', value: 'update', description: 'Changes what it shows' },
	{ name: 'End', value: 'end', description: 'Ends it, with a last change if you like' },
];

const event: INodeProperties = {
	displayName: 'Event',
	name: 'event',
	type: 'options',
	options: liveActivityEvents,
	default: 'update',
	description: 'What the push does to the Live Activity',
};

const contentState: INodeProperties = {
	displayName: 'Content State',
	name: 'contentState',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. { "status": "On its way", "minutes": 12 }',
	description:
		"What changes in the Live Activity: a JSON object with exactly the fields of the app's ContentState. Required, unless the event is End.",
};

const ofNewActivity: INodeProperties[] = [
	{
		displayName: 'Attributes Type',
		name: 'attributesType',
		type: 'string',
		default: '',
		placeholder: 'e.g. DeliveryAttributes',
		description: "Name of the app's ActivityAttributes type in Swift. Required.",
		displayOptions: { show: { event: ['start'] } },
	},
	{
		displayName: 'Attributes',
		name: 'attributes',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "orderNumber": "1234" }',
		description:
			'What stays the same in the Live Activity: a JSON object with exactly the fields of that type. Required.',
		displayOptions: { show: { event: ['start'] } },
	},
];

const alert: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Out for delivery',
		description:
			'Title of the alert. Without a title and a body, the push only changes the Live Activity. Required if the event is Start.',
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. Arrives in 12 minutes',
		description: 'Text of the alert, below the title',
	},
];

const liveActivityFields: INodeProperties = {
	displayName: 'Live Activity Fields',
	name: 'liveActivityFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'Dates, sound and other optional fields',
	options: [
		{
			displayName: 'Dismissal Date',
			name: 'dismissalDate',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2030-01-31T18:00:00Z',
			description:
				'When the ended activity leaves the Lock Screen: a date (ISO 8601) or a Unix time in seconds, at most four hours away. 0 means at once; without this field it stays up to four hours.',
			displayOptions: ofEnd,
		},
		{
			displayName: 'Input Push Channel',
			name: 'inputPushChannel',
			type: 'string',
			default: '',
			placeholder: 'e.g. dHN0LXNyY2gtY2hubA==',
			description:
				'ID of the channel whose broadcasts update the new activity. Instead of Input Push Token; iOS 18 or later.',
			displayOptions: ofStart,
		},
		{
			displayName: 'Input Push Token',
			name: 'inputPushToken',
			type: 'boolean',
			default: true,
			description:
				'Whether the app gets a token to update the new activity with. Instead of Input Push Channel; iOS 18 or later.',
			displayOptions: ofStart,
		},
		...localizedParameters({
			part: 'Body',
			prefix: 'loc',
			example: 'DELIVERY_BODY',
			text: "the alert's body",
		}),
		...localizedParameters({
			part: 'Title',
			prefix: 'titleLoc',
			example: 'DELIVERY_TITLE',
			text: "the alert's title",
		}),
		{
			displayName: 'Relevance Score',
			name: 'relevanceScore',
			type: 'number',
			typeOptions: { numberPrecision: 2 },
			default: 50,
			description:
				"Any number: of the app's Live Activities, the one with the highest is in the Dynamic Island and first on the Lock Screen",
		},
		{
			displayName: 'Sound',
			name: 'sound',
			type: 'string',
			default: 'default',
			placeholder: 'e.g. delivery.caf',
			description:
				'Sound file in the app, or "default" for the device\'s own. It belongs to the alert and needs a title or a body.',
		},
		{
			displayName: 'Stale Date',
			name: 'staleDate',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2030-01-31T18:00:00Z',
			description:
				'From when on the app shows the content as outdated: a date (ISO 8601) or a Unix time in seconds',
		},
		{
			displayName: 'Timestamp',
			name: 'timestamp',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2030-01-31T18:00:00Z',
			description:
				'When the content was made: a date (ISO 8601) or a Unix time in seconds. The device ignores what is older than what it shows. Without this field it is the time of sending.',
		},
	],
};

/** The content of a push to a Live Activity. All parameters depend on `event` only. */
export const liveActivityParameters: INodeProperties[] = [
	event,
	contentState,
	...ofNewActivity,
	...alert,
	liveActivityFields,
];
