import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookDescription,
} from 'n8n-workflow';
import { authenticationParameter } from './actions/credential/authentication.ts';
import { apnsApiTest, apnsCertificateApiTest } from './actions/connection/credentialTest.ts';
import { answerWebhook } from './actions/notification/waiting/answerWebhook.ts';
import { outputsExpression } from './actions/notification/results/Outputs.ts';
import { operationParameters, router } from './actions/router.ts';

/** The same as in n8n's own nodes that wait for a response (n8n-nodes-base, `utils/sendAndWait`). */
const answerWebhooks: IWebhookDescription[] = (['GET', 'POST'] as const).map((httpMethod) => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
}));

/** The node as n8n shows it. {@link router} runs its operations. */
export class Apns implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'APNs',
		name: 'apns',
		icon: { light: 'file:apns.svg', dark: 'file:apns.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send push notifications to iPhone, iPad, Mac and Apple Watch through the Apple Push Notification service. Returns one result per device token.',
		defaults: { name: 'APNs' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsExpression,
		webhooks: answerWebhooks,
		waitingNodeTooltip: 'Execution will continue when someone answers on their device',
		credentials: [
			{
				name: 'apnsApi',
				required: true,
				testedBy: 'apnsApiTest',
				displayOptions: { show: { authentication: ['token'] } },
			},
			{
				name: 'apnsCertificateApi',
				required: true,
				testedBy: 'apnsCertificateApiTest',
				displayOptions: { show: { authentication: ['certificate'] } },
			},
		],
		properties: [
			authenticationParameter,
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Notification', value: 'notification' },
					{ name: 'Channel', value: 'channel' },
					{ name: 'Connection', value: 'connection' },
				],
				default: 'notification',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['notification'] } },
				// eslint-disable-next-line n8n-nodes-base/node-param-options-type-unsorted-items -- the most used come first
				options: [
					{
						name: 'Send',
						value: 'send',
						action: 'Send a push notification',
						description: 'Send one push notification for each input item',
					},
					{
						name: 'Send in Bulk',
						value: 'bulk',
						action: 'Send a push notification to many devices',
						description: 'Send the same push notification to many devices',
					},
					{
						name: 'Send and Wait for Response',
						value: 'sendAndWait',
						action: 'Send a push notification and wait for a response',
						description: 'Ask a person and continue with the answer',
					},
					{
						name: 'Preview',
						value: 'preview',
						action: 'Preview a push notification',
						description: 'Build and check the notification without sending it',
					},
					{
						name: 'Broadcast',
						value: 'broadcast',
						action: 'Broadcast to a channel',
						description: 'Update or end a Live Activity on all devices subscribed to a channel',
					},
				],
				default: 'send',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['channel'] } },
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create a broadcast channel',
						description: 'Create a channel for the Live Activities of an app',
					},
					{
						name: 'Delete',
						value: 'delete',
						action: 'Delete a broadcast channel',
						description: 'Delete a channel permanently',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get a broadcast channel',
						description: 'Get the details of a channel',
					},
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get many broadcast channels',
						description: 'Get the channels of an app',
					},
				],
				default: 'create',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['connection'] } },
				options: [
					{
						name: 'Check Health',
						value: 'health',
						action: 'Check the connection',
						description: 'Check whether APNs can be reached and accepts the credential',
					},
				],
				default: 'health',
			},
			...operationParameters,
		],
	};

	methods = { credentialTest: { apnsApiTest, apnsCertificateApiTest } };

	execute = router;

	/** Receives the answers to Send and Wait for Response. */
	webhook = answerWebhook;
}
