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
		'Name of a sound file in the app, or "default" for the system sound. Without this field, no sound is played.',
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
				description: 'Lights up the screen and can play a sound',
			},
			{
				name: 'Critical',
				value: 'critical',
				description:
					'Plays a sound even if the device is muted or in a Focus; needs an entitlement from Apple',
			},
			{
				name: 'Passive',
				value: 'passive',
				description: 'Appears in the list without lighting up the screen or playing a sound',
			},
			{
				name: 'Time Sensitive',
				value: 'time-sensitive',
				description: 'Breaks through Focus if the person allows it',
			},
		],
		default: level,
		description: 'How much the notification interrupts the person',
	};
}

/** Optional fields of an alert, with the names of Apple's documentation. */
export const notificationFieldsParameter: INodeProperties = {
	displayName: 'Notification Fields',
	name: 'notificationFields',
	type: 'collection',
	placeholder: 'Add field',
	// Without a sound, many people do not notice their first notification.
	default: { sound: 'default' },
	description: 'Sound, badge and other optional fields',
	options: [
		{
			displayName: 'Badge',
			name: 'badge',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 0,
			description: 'Number on the app icon. 0 removes it; without this field, it stays as it is.',
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
			description: 'Whether to also wake the app in the background, for example to fetch data',
		},
		{
			displayName: 'Critical',
			name: 'critical',
			type: 'boolean',
			default: true,
			description:
				'Whether to play the sound even if the device is muted. Critical Volume sets the volume. The app needs an entitlement from Apple.',
		},
		{
			displayName: 'Critical Volume',
			name: 'criticalVolume',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
			default: 1,
			description: 'Volume of a critical sound, from 0 (silent) to 1 (full)',
			displayOptions: { show: { critical: [true] } },
		},
		{
			displayName: 'Filter Criteria',
			name: 'filterCriteria',
			type: 'string',
			default: '',
			placeholder: 'e.g. work',
			description:
				"Value that the app's Focus filter uses to decide whether to show the notification",
		},
		interruptionLevelField('active'),
		{
			displayName: 'Launch Image',
			name: 'launchImage',
			type: 'string',
			default: '',
			placeholder: 'e.g. LaunchPayment',
			description:
				'Launch image or storyboard in the app that is shown when the notification opens the app',
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
				"Whether the app's service extension can change the notification before it is shown, for example to add an image",
		},
		{
			displayName: 'Relevance Score',
			name: 'relevanceScore',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 0.5,
			description:
				"Score from 0 to 1. The notification summary features the app's notification with the highest score.",
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
			description: 'Identifier of the app window to bring forward when the notification is opened',
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
