import type { INodeProperties } from 'n8n-workflow';

/** The content of a File Provider push. The system handles it and knows only these two keys. */
export const fileProviderParameters: INodeProperties[] = [
	{
		displayName: 'Container Identifier',
		name: 'containerIdentifier',
		type: 'string',
		default: 'NSFileProviderWorkingSetContainerItemIdentifier',
		placeholder: 'e.g. NSFileProviderRootContainerItemIdentifier',
		description:
			"Identifier of the folder that changed, or Apple's identifier of the working set (all items that the device tracks)",
	},
	{
		displayName: 'Domain',
		name: 'domain',
		type: 'string',
		default: '',
		placeholder: 'e.g. account-1234',
		description: 'Identifier of the NSFileProviderDomain that contains it. Required.',
	},
];

/** The content of an MDM push. The system handles it and knows only this key. */
export const mdmParameters: INodeProperties[] = [
	{
		displayName: 'Push Magic',
		name: 'pushMagic',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.pushMagic }}',
		description:
			'The PushMagic value from the TokenUpdate message that the device sent when it enrolled. Required.',
	},
];
