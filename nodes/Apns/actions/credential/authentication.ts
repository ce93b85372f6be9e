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
			description: 'With a .p8 key: one for all apps of a team, and it does not expire',
		},
		{
			name: 'Certificate',
			value: 'certificate',
			description: 'With a push certificate: for one app, for a year. MDM needs it.',
		},
	],
	default: 'token',
	description: 'How to authenticate with APNs',
};

/** Whether the node is set to the credential with a certificate. */
export function usesCertificate(context: IExecuteFunctions): boolean {
	return context.getNodeParameter(authenticationParameter.name, 0, 'token') === 'certificate';
}

/** The credential that the node is set to, as n8n has it for an item, and how it is checked. */
export interface ChosenCredential {
	readonly get: (itemIndex: number) => Promise<ICredentialDataDecryptedObject>;
	/** @throws {SetupError} */
	readonly read: (data: ICredentialDataDecryptedObject) => ApnsCredential;
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
		read: (data) => read(data, egress),
	};
}

/** That of the first item, for an operation that looks once. @throws {SetupError} */
export async function getCredential(context: IExecuteFunctions): Promise<ApnsCredential> {
	const { get, read } = chosenCredential(context);
	return read(await get(0));
}
