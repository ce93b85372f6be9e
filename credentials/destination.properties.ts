import type { INodeProperties } from 'n8n-workflow';

/** Names of these fields, and of Bundle ID. */
export const DESTINATION_FIELDS = [
	...['environment', 'baseUrl', 'managementUrl', 'caCertificate', 'port'],
	...['bundleId', 'proxy'],
];

/** Which of Apple's environments a credential is for, or another server. */
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
			description: 'A simulator, or your own gateway',
		},
	],
	default: 'production',
	description:
		'How the app was installed on the devices. A device token is valid in one environment only.',
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
		description: 'Address of a server that implements the APNs protocol, over HTTP/2 and TLS',
		displayOptions: { show: { environment: ['custom'] } },
	},
	{
		displayName: 'Channel Management URL',
		name: 'managementUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://127.0.0.1:2195',
		description:
			'Address of the server that manages broadcast channels. Only needed for Channel operations.',
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
			'Certificate of a private CA that issued the certificate of the server, in PEM form. Trusted in addition to the public CAs.',
		displayOptions: { show: { environment: ['custom'] } },
	},
	{
		displayName: 'Port',
		name: 'port',
		type: 'options',
		options: [
			{ name: '443', value: 443, description: 'Default' },
			{ name: '2197', value: 2197, description: "Apple's alternative, for firewalls" },
		],
		default: 443,
		description: 'Apple listens on both. Choose 2197 if your firewall blocks 443 for APNs.',
		displayOptions: { show: { environment: ['production', 'sandbox'] } },
	},
];

/** A proxy. Its address may contain a password. */
export const proxyProperty: INodeProperties = {
	displayName: 'Proxy',
	name: 'proxy',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	placeholder: 'e.g. http://user:password@proxy.example.com:3128',
	description:
		'An HTTP proxy to reach APNs through. Leave empty to use the environment variables HTTPS_PROXY and NO_PROXY of n8n.',
};

/** Below an empty Bundle ID: the credential's test succeeds without one, and the first notification fails. */
export const bundleIdNotice: INodeProperties = {
	displayName: 'Without a Bundle ID here, each APNs node needs one of its own.',
	name: 'bundleIdNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { bundleId: [''] } },
};
