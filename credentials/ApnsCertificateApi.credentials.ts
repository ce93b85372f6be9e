import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** What sends without a key: a push certificate that Apple made for one app, with its private key. */
export class ApnsCertificateApi implements ICredentialType {
	name = 'apnsCertificateApi';

	displayName = 'APNs Certificate API';

	documentationUrl =
		'https://github.com/n8n-nodes-apns/n8n-nodes-apns#credential-with-a-certificate';

	icon: Icon = { light: 'file:../nodes/Apns/apns.svg', dark: 'file:../nodes/Apns/apns.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Certificate Format',
			name: 'format',
			type: 'options',
			options: [
				{
					name: '.p12',
					value: 'p12',
					description: 'One file with certificate and key, as Keychain Access exports it',
				},
				{
					name: 'PEM',
					value: 'pem',
					description: 'Text that begins with -----BEGIN',
				},
			],
			default: 'p12',
			description: 'In which form you have the certificate and its private key',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- it holds the private key
		{
			displayName: 'Certificate (.p12)',
			name: 'p12',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			placeholder: 'e.g. MIIL8AIBAzCC…',
			description:
				'The .p12 file in base64. On a Mac, <code>base64 -i Certificates.p12 | pbcopy</code> in Terminal puts it on the clipboard; on Linux, <code>base64 -w0 Certificates.p12</code> prints it.',
			displayOptions: { show: { format: ['p12'] } },
		},
		{
			displayName: 'Certificate',
			name: 'certificate',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			placeholder: '-----BEGIN CERTIFICATE-----',
			description:
				'The certificate in PEM form. The whole text that <code>openssl pkcs12 -nodes</code> writes works as well: it holds the private key too.',
			displayOptions: { show: { format: ['pem'] } },
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description:
				'The private key that the certificate signing request was made with, in PEM form. Leave empty if it is in the same text as the certificate.',
			displayOptions: { show: { format: ['pem'] } },
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The password that the .p12 file, or the private key, is protected with, if any',
		},
		{
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
				'How the app came to the devices. A device token is valid in one environment only: Apple refuses it in the other. The certificate has to be for this environment, or for both.',
		},
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
		// eslint-disable-next-line @n8n/community-nodes/credential-password-field -- a CA certificate is public
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
		{
			displayName: 'Bundle ID',
			name: 'bundleId',
			type: 'string',
			default: '',
			placeholder: 'e.g. com.example.app',
			description:
				'The app that notifications are for, unless the node names another topic. Leave empty for the one that the certificate was made for.',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- it may hold a password
		{
			displayName: 'Proxy',
			name: 'proxy',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. http://user:password@proxy.example.com:3128',
			description:
				'An HTTP proxy that leads to APNs. Left empty, HTTPS_PROXY and NO_PROXY of the n8n process decide, as for all of its requests.',
		},
	];
}
