import type { INodeProperties } from 'n8n-workflow';

/** Names of all of these. */
export const DESTINATION_FIELDS = [
	...['environment', 'baseUrl', 'managementUrl', 'caCertificate', 'port'],
	...['bundleId', 'proxy'],
];

/** Which of Apple's environments a credential is for, or a server of one's own. */
export const environmentProperty: INodeProperties = {
	displayName: 'Environment',
	name: 'environment',
	type: 'options',
	options: [
		{
			name: 'Production',
			value: 'production',
			description: 'Apps from the App Store, from TestFlight and from ad hoc distribution',
		},
		{
			name: 'Sandbox',
			value: 'sandbox',
			description: 'Apps started from Xcode, on a device or in its simulator',
		},
		{
			name: 'Custom',
			value: 'custom',
			description: 'A simulator, or a gateway of your own',
		},
	],
	default: 'production',
	description:
		'How the app came to the devices. A device token is valid in one environment only: Apple refuses it in the other.',
};

/** Host and port of the environment. */
export const addressProperties: INodeProperties[] = [
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://127.0.0.1:2197',
		description: 'Host and port that speak as APNs does, over HTTP/2 and TLS',
		displayOptions: { show: { environment: ['custom'] } },
	},
	{
		displayName: 'Channel Management URL',
		name: 'managementUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://127.0.0.1:2195',
		description:
			'Host and port that manage broadcast channels, which Apple has apart from the others. Needed for the operations on channels only.',
		displayOptions: { show: { environment: ['custom'] } },
	},
	{
		displayName: 'CA Certificate',
		name: 'caCertificate',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: '-----BEGIN CERTIFICATE-----',
		description:
			'In PEM form, if the server has a certificate of a private authority. It is trusted besides the public ones.',
		displayOptions: { show: { environment: ['custom'] } },
	},
	{
		displayName: 'Port',
		name: 'port',
		type: 'options',
		options: [
			{ name: '443', value: 443, description: 'The usual one' },
			{ name: '2197', value: 2197, description: "Apple's alternative, for firewalls" },
		],
		default: 443,
		description:
			'Apple answers on both. Choose 2197 if a firewall lets notifications pass on that port only.',
		displayOptions: { show: { environment: ['production', 'sandbox'] } },
	},
];

/** A proxy on the way to it. Its address may hold a password. */
export const proxyProperty: INodeProperties = {
	displayName: 'Proxy',
	name: 'proxy',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	placeholder: 'e.g. http://user:password@proxy.example.com:3128',
	description:
		'An HTTP proxy that leads to APNs. Left empty, HTTPS_PROXY and NO_PROXY of the n8n process decide, as for all of its requests.',
};
