import type {
	ICredentialDataDecryptedObject,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Credentials } from './Engine.ts';
import type { HostModules } from './hostModules.ts';
import type { NodeTypes } from './NodeTypes.ts';

/** What the engine gets from n8n's server around it: the credentials, and hooks that do nothing. */
export function additionalDataFor(
	host: HostModules,
	nodeTypes: NodeTypes,
	credentials: Credentials,
	mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
	const executionId = '1';
	const credentialsHelper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: (type: string) => nodeTypes.credentialProperties(type),
		async getDecrypted(_: unknown, __: unknown, type: string) {
			return withDefaults(host, nodeTypes, type, credentials[type] ?? {});
		},
	};
	const additionalData: Partial<IWorkflowExecuteAdditionalData> & { hooks: object } = {
		credentialsHelper: credentialsHelper as never,
		hooks: new host.core.ExecutionLifecycleHooks(mode, executionId, { id: 'engine-test' }),
		executionId,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		webhookBaseUrl: 'http://localhost/webhook',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		webhookTestBaseUrl: 'http://localhost/webhook-test',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		setExecutionStatus: () => {},
		sendDataToUI: () => {},
		logAiEvent: () => {},
	};
	return additionalData as IWorkflowExecuteAdditionalData;
}

/** n8n fills in the defaults of fields that the form shows and nobody touched. */
function withDefaults(
	{ workflow }: HostModules,
	nodeTypes: NodeTypes,
	type: string,
	data: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	const { getNodeParameters } = workflow.NodeHelpers;
	const properties = nodeTypes.credentialProperties(type);
	return getNodeParameters(properties, data as INodeParameters, true, false, null, null) as never;
}
