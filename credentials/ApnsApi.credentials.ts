import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import {
	addressProperties,
	DESTINATION_FIELDS,
	environmentProperty,
	proxyProperty,
} from './destination.properties.ts';
import { sameForAllItems } from './sameForAllItems.property.ts';

/** What a person gets from Apple Developer once: a team ID, a key ID and the key's .p8 file. */
export class ApnsApi implements ICredentialType {
	name = 'apnsApi';

	displayName = 'APNs API';

	documentationUrl =
		'https://github.com/n8n-nodes-apns/n8n-nodes-apns/blob/main/docs/credentials.md';

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
		environmentProperty,
		...addressProperties,
		{
			displayName: 'Bundle ID',
			name: 'bundleId',
			type: 'string',
			default: '',
			placeholder: 'e.g. com.example.app',
			description:
				'The app that notifications are for, unless the node names another topic. You find it in Xcode, or at Apple under Certificates, Identifiers & Profiles → <a href="https://developer.apple.com/account/resources/identifiers/list" target="_blank">Identifiers</a>.',
		},
		proxyProperty,
		sameForAllItems(['teamId', 'keyId', 'privateKey', ...DESTINATION_FIELDS]),
	];
}
