import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	INodeParameters,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Credentials } from './Engine.ts';
import type { HostModules } from './hostModules.ts';
import type { NodeTypes } from './NodeTypes.ts';

/**
 * What the engine gets from n8n's server: the credentials, and hooks that do nothing.
 *
 * @param onCredentialRead called each time that a node requests a credential
 */
export function additionalDataFor(
	host: HostModules,
	nodeTypes: NodeTypes,
	credentials: Credentials,
	mode: WorkflowExecuteMode,
	onCredentialRead: () => void = () => {},
): IWorkflowExecuteAdditionalData {
	const executionId = '1';
	const credentialsHelper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: (type: string) => nodeTypes.credentialProperties(type),
		async getDecrypted(
			_: unknown,
			__: unknown,
			type: string,
			___: unknown,
			executeData: IExecuteData,
			____: unknown,
			item: ICredentialsExpressionResolveValues,
		) {
			onCredentialRead();
			const data = withDefaults(host, nodeTypes, type, credentials[type] ?? {});
			return resolved(data, item, executeData);
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

	/** As n8n's CredentialsHelper does it. */
	function resolved(
		data: ICredentialDataDecryptedObject,
		item: ICredentialsExpressionResolveValues,
		executeData: IExecuteData,
	): ICredentialDataDecryptedObject {
		const { expression } = item.workflow;
		const keys = host.core.getAdditionalKeys(additionalData as never, mode, null, {
			isCredential: true,
		});
		return expression.getParameterValue(
			data as INodeParameters,
			item.runExecutionData,
			item.runIndex,
			item.itemIndex,
			item.node.name,
			item.connectionInputData,
			mode,
			keys,
			executeData,
			false,
			data,
		) as ICredentialDataDecryptedObject;
	}
}

/** n8n fills in the defaults of visible fields that were not changed. */
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
