import type { INodeProperties } from 'n8n-workflow';

/** The option Expiration, structured like n8n's own Limit Wait Time. */
export const expirationOption: INodeProperties = {
	displayName: 'Expiration',
	name: 'expiration',
	type: 'fixedCollection',
	default: { values: { expires: 'afterTimeInterval', amount: 1, unit: 'hours' } },
	description:
		'How long Apple keeps trying to deliver the notification to a device that is off or offline. Without this option, the push type decides: for an alert, up to 30 days.',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Expires',
					name: 'expires',
					type: 'options',
					options: [
						{
							name: 'After Time Interval',
							value: 'afterTimeInterval',
							description: 'Stop trying after a certain amount of time',
						},
						{
							name: 'At Specified Time',
							value: 'atSpecifiedTime',
							description: 'Stop trying at a date and time',
						},
						{
							name: 'Now or Never',
							value: 'nowOrNever',
							description: 'Try to deliver only once and do not store the notification',
						},
					],
					default: 'afterTimeInterval',
					description: 'When Apple stops trying',
				},
				{
					displayName: 'Amount',
					name: 'amount',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 1,
					description: 'The time to keep trying',
					displayOptions: { show: { expires: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'unit',
					type: 'options',
					options: [
						{ name: 'Seconds', value: 'seconds' },
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					default: 'hours',
					description: 'Unit of the time interval',
					displayOptions: { show: { expires: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Date and Time',
					name: 'time',
					type: 'dateTime',
					default: '',
					description:
						'When to stop trying. An expression can also return an ISO 8601 date or a Unix time in seconds.',
					displayOptions: { show: { expires: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};
