import type { INodeProperties } from 'n8n-workflow';

/** Name of the parameter that the notification's topic is derived from. */
export const TOPIC = 'topic';

/** Label of the parameter for most push types. */
export const BUNDLE_ID = 'Bundle ID';

/** Label of the parameter for Wallet, whose topic belongs to passes and not to an app. */
export const PASS_TYPE = 'Pass Type Identifier';

/** Label of the parameter for MDM, whose topic belongs to a certificate and not to an app. */
export const MDM_TOPIC = 'MDM Topic';

const isOf = (...pushTypes: string[]) => ({ pushType: pushTypes });
/** True for every other push type, and if Push Type is an expression. */
const isNotOf = (pushType: string) => ({ pushType: [{ _cnd: { not: pushType } }] });

/** The app that receives the notification, labeled by push type. */
export const topicParameters: INodeProperties[] = [
	{
		displayName: MDM_TOPIC,
		name: TOPIC,
		type: 'string',
		default: '',
		placeholder: 'e.g. com.apple.mgmt.External.1234',
		description:
			'The UID from the subject of the MDM push certificate. Leave empty to use the one in the credential.',
		displayOptions: { hide: isNotOf('mdm') },
	},
	{
		displayName: PASS_TYPE,
		name: TOPIC,
		type: 'string',
		default: '',
		placeholder: 'e.g. pass.com.example.card',
		description: 'The type of the passes to update. Leave empty to use the one in the credential.',
		displayOptions: { hide: isNotOf('wallet') },
	},
	{
		displayName: BUNDLE_ID,
		name: TOPIC,
		type: 'string',
		default: '',
		placeholder: 'e.g. com.example.app',
		description:
			'The app that receives the notification. Leave empty to use the one in the credential. Suffixes such as .voip are added automatically.',
		displayOptions: { hide: isOf('mdm', 'wallet') },
	},
];
