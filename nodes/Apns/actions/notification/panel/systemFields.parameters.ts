import type { INodeProperties } from 'n8n-workflow';

/** What a File Provider push says: handled by the system, which knows these two keys. */
export const fileProviderParameters: INodeProperties[] = [
	{
		displayName: 'Container Identifier',
		name: 'containerIdentifier',
		type: 'string',
		default: 'NSFileProviderWorkingSetContainerItemIdentifier',
		placeholder: 'e.g. NSFileProviderRootContainerItemIdentifier',
		description:
			"What changed: the identifier of a folder, or Apple's name for the working set (all that the device follows)",
	},
	{
		displayName: 'Domain',
		name: 'domain',
		type: 'string',
		default: '',
		placeholder: 'e.g. account-1234',
		description: 'Identifier of the NSFileProviderDomain in which it changed. Required.',
	},
];

/** What an MDM push says: handled by the system, which knows this one key. */
export const mdmParameters: INodeProperties[] = [
	{
		displayName: 'Push Magic',
		name: 'pushMagic',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.pushMagic }}',
		description:
			'What the device gave as PushMagic when it enrolled (in the TokenUpdate message). Required.',
	},
];
