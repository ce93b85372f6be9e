import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import {
	addressProperties,
	DESTINATION_FIELDS,
	environmentProperty,
	proxyProperty,
} from './destination.properties.ts';
import { sameForAllItems } from './sameForAllItems.property.ts';

/** A push certificate that Apple issued for one app, with its private key. */
export class ApnsCertificateApi implements ICredentialType {
	name = 'apnsCertificateApi';

	displayName = 'Apple Push (APNs) Certificate API';

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
					description: 'One file with the certificate and its key, as exported by Keychain Access',
				},
				{
					name: 'PEM',
					value: 'pem',
					description: 'Text that begins with -----BEGIN',
				},
			],
			default: 'p12',
			description: 'The format of the certificate and its private key',
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
				'The .p12 file in base64. On a Mac, <code>base64 -i Certificates.p12 | pbcopy</code> in Terminal copies it to the clipboard; on Linux, <code>base64 -w0 Certificates.p12</code> prints it; on Windows, <code>certutil -encode Certificates.p12 certificate.txt</code> writes it to a file.',
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
				'The certificate in PEM format. The complete output of <code>openssl pkcs12 -nodes</code> works as well: it includes the private key.',
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
				'The private key of the certificate signing request, in PEM format. Leave empty if the certificate text includes it.',
			displayOptions: { show: { format: ['pem'] } },
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The password that protects the .p12 file or the private key, if any',
		},
		{
			displayName: 'Bundle ID',
			name: 'bundleId',
			type: 'string',
			default: '',
			placeholder: 'e.g. com.example.app',
			description:
				'The app that receives the notifications, unless the node sets a different one. Leave empty to use the app, or the type of Wallet passes, that the certificate was issued for.',
		},
		{
			...environmentProperty,
			description:
				'The environment that the device tokens belong to. It depends on how the app was installed. The certificate must be valid for it.',
		},
		...addressProperties,
		proxyProperty,
		sameForAllItems([
			...['format', 'p12', 'certificate', 'privateKey', 'passphrase'],
			...DESTINATION_FIELDS,
		]),
	];
}
