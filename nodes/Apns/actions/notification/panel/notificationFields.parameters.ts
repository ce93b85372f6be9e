import type { INodeProperties } from 'n8n-workflow';
import { localizedParameters } from './localized.parameters.ts';

/** The sound of a notification. */
export const soundField: INodeProperties = {
	displayName: 'Sound',
	name: 'sound',
	type: 'string',
	default: 'default',
	placeholder: 'e.g. payment.caf',
	description:
		'Sound file in the app, or "default" for the device\'s own. Without this field there is no sound.',
};

/** @param level the default */
export function interruptionLevelField(level: 'active' | 'time-sensitive'): INodeProperties {
	return {
		displayName: 'Interruption Level',
		name: 'interruptionLevel',
		type: 'options',
		options: [
			{
				name: 'Active',
				value: 'active',
				description: 'Lights up the screen and plays the sound at once',
			},
			{
				name: 'Critical',
				value: 'critical',
				description: 'Breaks through mute and Focus; needs a permission from Apple',
			},
			{
				name: 'Passive',
				value: 'passive',
				description: 'Goes to the list without light or sound',
			},
			{
				name: 'Time Sensitive',
				value: 'time-sensitive',
				description: 'Breaks through Focus, if the person allows it',
			},
		],
		default: level,
		description: 'How much the notification interrupts the person',
	};
}

/** What an alert can carry besides title and body, by the names of Apple's documentation. */
export const notificationFieldsParameter: INodeProperties = {
	displayName: 'Notification Fields',
	name: 'notificationFields',
	type: 'collection',
	placeholder: 'Add field',
	// Without a sound, many people take the first notification for lost.
	default: { sound: 'default' },
	description: 'Sound, badge and other optional fields',
	options: [
		{
			displayName: 'Badge',
			name: 'badge',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 0,
			description: 'Number on the app icon. 0 takes it away; without this field it stays as it is.',
		},
		{
			displayName: 'Category',
			name: 'category',
			type: 'string',
			default: '',
			placeholder: 'e.g. PAYMENT_APPROVAL',
			description: 'Shows the action buttons that the app registered under this name',
		},
		{
			displayName: 'Content Available',
			name: 'contentAvailable',
			type: 'boolean',
			default: true,
			description: 'Whether the app is also woken in the background, to load something',
		},
		{
			displayName: 'Critical',
			name: 'critical',
			type: 'boolean',
			default: true,
			description:
				'Whether the sound plays although the device is muted; Critical Volume says how loud. The app needs a permission from Apple.',
		},
		{
			displayName: 'Critical Volume',
			name: 'criticalVolume',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
			default: 1,
			description: 'How loud a critical sound plays, from 0 (silent) to 1',
			displayOptions: { show: { critical: [true] } },
		},
		{
			displayName: 'Filter Criteria',
			name: 'filterCriteria',
			type: 'string',
			default: '',
			placeholder: 'e.g. work',
			description: "What the app's Focus filter compares to decide whether the device shows it",
		},
		interruptionLevelField('active'),
		{
			displayName: 'Launch Image',
			name: 'launchImage',
			type: 'string',
			default: '',
			placeholder: 'e.g. LaunchPayment',
			description: 'Image or storyboard in the app that is shown while a tap starts it',
		},
		...localizedParameters({
			part: 'Body',
			prefix: 'loc',
			example: 'PAYMENT_BODY',
			text: 'the body',
		}),
		...localizedParameters({
			part: 'Subtitle',
			prefix: 'subtitleLoc',
			example: 'PAYMENT_SUBTITLE',
			text: 'the subtitle',
		}),
		...localizedParameters({
			part: 'Title',
			prefix: 'titleLoc',
			example: 'PAYMENT_TITLE',
			text: 'the title',
		}),
		{
			displayName: 'Mutable Content',
			name: 'mutableContent',
			type: 'boolean',
			default: true,
			description:
				"Whether the app's service extension may change the notification before it is shown, to add a picture for example",
		},
		{
			displayName: 'Relevance Score',
			name: 'relevanceScore',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 0.5,
			description: "Which of the app's notifications leads the summary, from 0 to 1",
		},
		soundField,
		{
			displayName: 'Subtitle',
			name: 'subtitle',
			type: 'string',
			default: '',
			placeholder: 'e.g. Savings account',
			description: 'Second line of the message, between title and body',
		},
		{
			displayName: 'Target Content ID',
			name: 'targetContentId',
			type: 'string',
			default: '',
			placeholder: 'e.g. order-1234',
			description: 'Which window of the app comes to the front when the person taps it',
		},
		{
			displayName: 'Thread ID',
			name: 'threadId',
			type: 'string',
			default: '',
			placeholder: 'e.g. payments',
			description: 'Notifications with the same value are shown as one group',
		},
	],
};
