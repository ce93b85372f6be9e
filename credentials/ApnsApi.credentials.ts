import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import {
	addressProperties,
	bundleIdNotice,
	DESTINATION_FIELDS,
	environmentProperty,
	proxyProperty,
} from './destination.properties.ts';
import { sameForAllItems } from './sameForAllItems.property.ts';

/** A key from Apple Developer: its ID, its .p8 file and the ID of its team. */
export class ApnsApi implements ICredentialType {
	name = 'apnsApi';

	displayName = 'Apple Push (APNs) API';

	documentationUrl =
		'https://github.com/n8n-nodes-apns/n8n-nodes-apns/blob/main/docs/credentials.md';

	icon: Icon = { light: 'file:../nodes/Apns/apns.svg', dark: 'file:../nodes/Apns/apns.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Key ID',
			name: 'keyId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. FGHIJ67890',
			description:
				'The 10-character ID of the key. It is part of the name of the .p8 file (AuthKey_FGHIJ67890.p8), and shown next to the key under Certificates, Identifiers & Profiles → <a href="https://developer.apple.com/account/resources/authkeys/list" target="_blank">Keys</a>. Apple Push Notifications service (APNs) must be enabled for the key.',
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
				'The contents of the .p8 file, which Apple lets you download only once. Open it in a text editor and paste all of it; base64 works as well. If you no longer have the file, create a new key.',
		},
		{
			displayName: 'Team ID',
			name: 'teamId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. ABCDE12345',
			description:
				'The 10-character ID of your Apple Developer team, not of the key. Find it under <a href="https://developer.apple.com/account#MembershipDetailsCard" target="_blank">Membership details</a> at developer.apple.com/account.',
		},
		{
			displayName: 'Bundle ID',
			name: 'bundleId',
			type: 'string',
			default: '',
			placeholder: 'e.g. com.example.app',
			description:
				'The app that receives the notifications, unless the node sets a different one. Find it in Xcode, or under Certificates, Identifiers & Profiles → <a href="https://developer.apple.com/account/resources/identifiers/list" target="_blank">Identifiers</a>.',
		},
		bundleIdNotice,
		environmentProperty,
		...addressProperties,
		proxyProperty,
		sameForAllItems(['teamId', 'keyId', 'privateKey', ...DESTINATION_FIELDS]),
	];
}
