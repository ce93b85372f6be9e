import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INodeProperties,
} from 'n8n-workflow';
import { CERTIFICATE_CREDENTIAL, readCertificateCredential } from './certificateCredential.ts';
import { APNS_CREDENTIAL, readCredential } from './keyCredential.ts';
import { checkNodeVersion } from './nodeVersion.ts';
import { egressFilterOf } from './egressFilterOf.ts';
import type { ApnsCredential } from './ApnsCredential.ts';
import { despiteRegexTimeout } from './despiteRegexTimeout.ts';

/** Which of the two credentials the node uses; n8n shows the field for that one. */
export const authenticationParameter: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Key',
			value: 'token',
			description: 'With a .p8 key, which works for all apps of a team and does not expire',
		},
		{
			name: 'Certificate',
			value: 'certificate',
			description:
				'With a push certificate, which works for one app and expires after a year. Required for MDM, usual for Wallet passes.',
		},
	],
	default: 'token',
	description: 'How to authenticate with APNs',
};

/** Whether the node uses the credential with a certificate. */
export function usesCertificate(context: IExecuteFunctions): boolean {
	return context.getNodeParameter(authenticationParameter.name, 0, 'token') === 'certificate';
}

/** The credential that the node uses: how to get it from n8n for an item, and how to check it. */
export interface ChosenCredential {
	readonly get: (itemIndex: number) => Promise<ICredentialDataDecryptedObject>;
	/** @throws {SetupError} */
	readonly read: (data: ICredentialDataDecryptedObject) => Promise<ApnsCredential>;
}

/** @throws {UnsuitableNodeError} */
export function chosenCredential(context: IExecuteFunctions): ChosenCredential {
	checkNodeVersion();
	const egress = egressFilterOf(context);
	const [type, read] = usesCertificate(context)
		? ([CERTIFICATE_CREDENTIAL, readCertificateCredential] as const)
		: ([APNS_CREDENTIAL, readCredential] as const);
	return {
		get: async (itemIndex) =>
			await despiteRegexTimeout(async () => await context.getCredentials(type, itemIndex)),
		read: async (data) => await read(data, egress),
	};
}

/** The credential of the first item, for an operation that runs only once. @throws {SetupError} */
export async function getCredential(context: IExecuteFunctions): Promise<ApnsCredential> {
	const { get, read } = chosenCredential(context);
	return await read(await get(0));
}
