import type { INodeProperties } from 'n8n-workflow';
import { optionsParameter } from '../../parameters/options.parameters.ts';
import { deliveryTuningOption } from './deliveryTuning.parameter.ts';
import { deviceToken } from './deviceToken.parameter.ts';
import { sendingOptionsNamed } from './sendingOptions.parameters.ts';
import { interruptionLevelField, soundField } from './notificationFields.parameters.ts';
import { BUNDLE_ID, TOPIC } from '../../parameters/topic.parameters.ts';

/** The same structure as in n8n's own nodes that wait for a response (n8n-nodes-base, `utils/sendAndWait`). */
const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	description:
		'How long to wait for the answer. After that, the workflow continues without one, and the question is no longer delivered.',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: [
						{
							name: 'After Time Interval',
							value: 'afterTimeInterval',
							description: 'Wait for a certain amount of time',
						},
						{
							name: 'At Specified Time',
							value: 'atSpecifiedTime',
							description: 'Wait until a date and time',
						},
					],
					default: 'afterTimeInterval',
					description: 'When to stop waiting',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'The time to wait',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					default: 'hours',
					description: 'Unit of the time to wait',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description: 'The date and time to stop waiting at',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};

const topicOption: INodeProperties = {
	displayName: BUNDLE_ID,
	name: TOPIC,
	type: 'string',
	default: '',
	placeholder: 'e.g. com.example.app',
	description: 'The app that receives the notification, if it is not the one in the credential',
};

/**
 * The parameters of Send and Wait. The name `message` is fixed: in a Human review step, n8n replaces this
 * parameter with its own.
 */
export const sendAndWaitParameters: readonly INodeProperties[] = [
	{
		...deviceToken,
		description:
			'The device that receives the question. Separate several devices of one person with commas; the first answer counts.',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: 'Approval needed',
		placeholder: 'e.g. Approval needed',
		description: 'First line of the notification, in bold',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. Pay 250.00 EUR to Anna?',
		description: 'The question to ask. It is shortened if it is too long for a notification.',
	},
	{
		displayName: 'Response Type',
		name: 'responseType',
		type: 'options',
		options: [
			{ name: 'Approval', value: 'approval', description: 'The person presses Approve or Decline' },
			{ name: 'Free Text', value: 'freeText', description: 'The person types an answer' },
		],
		default: 'approval',
		description: 'How the person answers',
	},
	{
		displayName: 'Category',
		name: 'category',
		type: 'string',
		required: true,
		default: 'N8N_APPROVAL',
		placeholder: 'e.g. N8N_APPROVAL',
		description: 'Name of the category that the app registered for its buttons',
		displayOptions: { show: { responseType: ['approval'] } },
	},
	{
		displayName: 'Category',
		name: 'category',
		type: 'string',
		required: true,
		default: 'N8N_REPLY',
		placeholder: 'e.g. N8N_REPLY',
		description: 'Name of the category that the app registered for its text field',
		displayOptions: { show: { responseType: ['freeText'] } },
	},
	optionsParameter([
		topicOption,
		...sendingOptionsNamed('collapseId'),
		deliveryTuningOption('maxAttempts', 'requestTimeout'),
		...sendingOptionsNamed('environment'),
		interruptionLevelField('time-sensitive'),
		limitWaitTime,
		...sendingOptionsNamed('onUnknownDelivery', 'onWrongEnvironment'),
		soundField,
	]),
];
