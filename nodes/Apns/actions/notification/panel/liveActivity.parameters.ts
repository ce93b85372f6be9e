import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { localizedParameters } from './localized.parameters.ts';

/** Conditions inside a collection refer to parameters outside of it by their path. */
const ofStart = { show: { '/event': ['start'] } };
const ofEnd = { show: { '/event': ['end'] } };

/** The events of a Live Activity. */
export const liveActivityEvents: INodePropertyOptions[] = [
	{
		name: 'Start',
		value: 'start',
		description: 'Starts a Live Activity; needs a push-to-start token',
	},
	{ name: 'Update', value: 'update', description: 'Updates its content' },
	{ name: 'End', value: 'end', description: 'Ends it, with an optional final update' },
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
		"The dynamic content of the Live Activity: a JSON object with exactly the fields of the app's ContentState. Required unless the event is End.",
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
			'The static content of the Live Activity: a JSON object with exactly the fields of that type. Required.',
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
			'Title of the alert. Leave Title and Body empty to update without an alert. Required if the event is Start.',
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
				'When to remove the ended activity from the Lock Screen: an ISO 8601 date or a Unix time in seconds, at most four hours ahead. 0 removes it immediately; without this field, it stays for up to four hours.',
			displayOptions: ofEnd,
		},
		{
			displayName: 'Input Push Channel',
			name: 'inputPushChannel',
			type: 'string',
			default: '',
			placeholder: 'e.g. dHN0LXNyY2gtY2hubA==',
			description:
				'ID of the channel whose broadcasts update the new activity. Use it instead of Input Push Token. Requires iOS 18 or later.',
			displayOptions: ofStart,
		},
		{
			displayName: 'Input Push Token',
			name: 'inputPushToken',
			type: 'boolean',
			default: true,
			description:
				'Whether the app receives a token for updating the new activity. Use it instead of Input Push Channel. Requires iOS 18 or later.',
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
				"Any number. The app's Live Activity with the highest score is shown in the Dynamic Island and first on the Lock Screen.",
		},
		{
			displayName: 'Sound',
			name: 'sound',
			type: 'string',
			default: 'default',
			placeholder: 'e.g. delivery.caf',
			description:
				'Name of a sound file in the app, or "default" for the system sound. Needs a title or a body.',
		},
		{
			displayName: 'Stale Date',
			name: 'staleDate',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2030-01-31T18:00:00Z',
			description: 'When the content becomes outdated: an ISO 8601 date or a Unix time in seconds',
		},
		{
			displayName: 'Timestamp',
			name: 'timestamp',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2030-01-31T18:00:00Z',
			description:
				'Time of the update: an ISO 8601 date or a Unix time in seconds. The device ignores updates older than the one it shows. Without this field, it is the time of sending.',
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
