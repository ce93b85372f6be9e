import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** What a person gets from Apple Developer once: a team ID, a key ID and the key's .p8 file. */
export class ApnsApi implements ICredentialType {
	name = 'apnsApi';

	displayName = 'APNs API';

	documentationUrl = 'https://github.com/n8n-nodes-apns/n8n-nodes-apns#credential';

	icon: Icon = { light: 'file:../nodes/Apns/apns.svg', dark: 'file:../nodes/Apns/apns.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Team ID',
			name: 'teamId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. ABCDE12345',
			description:
				'Ten characters that name your team at Apple. You find them under <a href="https://developer.apple.com/account#MembershipDetailsCard" target="_blank">Membership details</a> at developer.apple.com/account.',
		},
		{
			displayName: 'Key ID',
			name: 'keyId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. FGHIJ67890',
			description:
				'Ten characters that name the key. They stand beside it under Certificates, Identifiers & Profiles → <a href="https://developer.apple.com/account/resources/authkeys/list" target="_blank">Keys</a>. The key needs Apple Push Notifications service (APNs) switched on.',
		},
		{
			displayName: 'Private Key (.p8)',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description:
				'The whole text of the .p8 file that Apple let you download once when the key was made. Open it in a text editor and paste all of it; base64 of the file works as well. If the file is lost, make a new key.',
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
				'How the app came to the devices. A device token is valid in one environment only: Apple refuses it in the other.',
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
				'The app that notifications are for, unless the node names another topic. You find it in Xcode, or at Apple under Certificates, Identifiers & Profiles → <a href="https://developer.apple.com/account/resources/identifiers/list" target="_blank">Identifiers</a>.',
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
