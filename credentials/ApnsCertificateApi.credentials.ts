import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import {
	addressProperties,
	DESTINATION_FIELDS,
	environmentProperty,
	proxyProperty,
} from './destination.properties.ts';
import { sameForAllItems } from './sameForAllItems.property.ts';

/** What sends without a key: a push certificate that Apple made for one app, with its private key. */
export class ApnsCertificateApi implements ICredentialType {
	name = 'apnsCertificateApi';

	displayName = 'APNs Certificate API';

	documentationUrl =
		'https://github.com/n8n-nodes-apns/n8n-nodes-apns/blob/main/docs/credentials.md#credential-with-a-certificate';

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
		{
			displayName: 'Certificate (.p12)',
			name: 'p12',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			default: '',
			required: true,
			placeholder: 'e.g. MIIL8AIBAzCC…',
			description:
				'The .p12 file in base64. On a Mac, <code>base64 -i Certificates.p12 | pbcopy</code> in Terminal puts it on the clipboard; on Linux, <code>base64 -w0 Certificates.p12</code> prints it; on Windows, <code>certutil -encode Certificates.p12 certificate.txt</code> writes it to a file.',
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
			...environmentProperty,
			description:
				'How the app came to the devices. A device token is valid in one environment only: Apple refuses it in the other. The certificate has to be for this environment, or for both.',
		},
		...addressProperties,
		{
			displayName: 'Bundle ID',
			name: 'bundleId',
			type: 'string',
			default: '',
			placeholder: 'e.g. com.example.app',
			description:
				'The app that notifications are for, unless the node names another topic. Leave empty for the one that the certificate was made for.',
		},
		proxyProperty,
		sameForAllItems([
			...['format', 'p12', 'certificate', 'privateKey', 'passphrase'],
			...DESTINATION_FIELDS,
		]),
	];
}
