import type { INodeProperties } from 'n8n-workflow';

/** Name of the parameter that the notification's topic is made of. */
export const TOPIC = 'topic';

/** What the parameter is called for most push types. */
export const BUNDLE_ID = 'Bundle ID';

/** What it is called for MDM, whose pushes belong to a certificate and not to an app. */
export const MDM_TOPIC = 'MDM Topic';

const isOf = (pushType: string) => ({ pushType: [pushType] });
/** Holds for every other push type, and where an expression gives it. */
const isNotOf = (pushType: string) => ({ pushType: [{ _cnd: { not: pushType } }] });

/** The app that the notification is for, called what it is for the push type. */
export const topicParameters: INodeProperties[] = [
	{
		displayName: MDM_TOPIC,
		name: TOPIC,
		type: 'string',
		default: '',
		placeholder: 'e.g. com.apple.mgmt.External.1234',
		description:
			'The UID in the subject of the MDM push certificate. Leave empty to use the one in the credential.',
		displayOptions: { hide: isNotOf('mdm') },
	},
	{
		displayName: BUNDLE_ID,
		name: TOPIC,
		type: 'string',
		default: '',
		placeholder: 'e.g. com.example.app',
		description:
			'The app that the notification is for. Leave empty to use the one in the credential. Suffixes such as .voip are added automatically.',
		displayOptions: { hide: isOf('mdm') },
	},
];
