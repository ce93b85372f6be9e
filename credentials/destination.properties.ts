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
			description: 'Apps from the App Store, TestFlight or ad hoc distribution',
		},
		{
			name: 'Sandbox',
			value: 'sandbox',
			description: 'Apps run from Xcode, on a device or in Simulator',
		},
		{
			name: 'Custom',
			value: 'custom',
			description: 'An APNs simulator or your own gateway',
		},
	],
	default: 'production',
	description:
		'The environment that the device tokens belong to. It depends on how the app was installed.',
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
			'Certificate of the private CA that issued the server certificate, in PEM format. Trusted in addition to the public CAs.',
		displayOptions: { show: { environment: ['custom'] } },
	},
	{
		displayName: 'Port',
		name: 'port',
		type: 'options',
		options: [
			{ name: '443', value: 443, description: 'Default' },
			{ name: '2197', value: 2197, description: 'Alternative, for firewalls that block 443' },
		],
		default: 443,
		description: 'APNs accepts connections on both. Choose 2197 if your firewall blocks 443.',
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
		'HTTP proxy for connections to APNs. Leave empty to use the environment variables HTTPS_PROXY and NO_PROXY of n8n.',
};

/**
 * Shown below an empty Bundle ID: the credential test succeeds without one, but the first notification would
 * fail.
 */
export const bundleIdNotice: INodeProperties = {
	displayName: 'If you leave Bundle ID empty, set it in each APNs node.',
	name: 'bundleIdNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { bundleId: [''] } },
};
