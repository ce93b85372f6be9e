import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { N8nServer, type StoredCredential, type WorkflowJson } from './N8nServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { leadingTo, workflowNode } from './workflowParts.ts';
import { SEND } from './workflows.ts';

const WEBHOOK = 'send';

let simulator: ApnsSimulator;
let n8n: N8nServer;
let credential: StoredCredential;

beforeAll(async () => {
	simulator = await ApnsSimulator.start();
	n8n = await N8nServer.start();
	const data = simulatorCredential(simulator);
	credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
	await publishWebhook();
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

test('200 webhook executions in a row make one TLS handshake and one provider token', async () => {
	for (const deviceToken of simulator.devices.addMany(200)) {
		expect(await send(deviceToken)).toMatchObject({ errorCode: 'SUCCESS' });
	}
	expect(simulator.ledger.accepted).toBe(200);
	expect(simulator.connections.opened).toBe(1);
	expect(simulator.connections.providerTokensSeen.size).toBe(1);
}, 120_000);

test('a credential that was edited is not served by the old key', async () => {
	const key = simulator.addKey();
	const data = { ...simulatorCredential(simulator), teamId: key.teamId, keyId: key.keyId };
	const [one = '', two = ''] = simulator.devices.addMany(2, {}, 'after the edit');

	await n8n.rest.patch(`/rest/credentials/${credential.id}`, { ...credential, data });
	expect(await send(one)).not.toMatchObject({ errorCode: 'SUCCESS' });
	expect(simulator.ledger.has(one)).toBe(false);

	await n8n.rest.patch(`/rest/credentials/${credential.id}`, {
		...credential,
		data: { ...data, privateKey: key.privateKey },
	});
	expect(await send(two)).toMatchObject({ errorCode: 'SUCCESS' });
});

/** A webhook that sends to a device and answers with the result. */
async function publishWebhook(): Promise<void> {
	const webhook = { httpMethod: 'POST', path: WEBHOOK, responseMode: 'lastNode' };
	const workflow: WorkflowJson = {
		name: 'One notification per call',
		nodes: [
			{ ...workflowNode('Webhook', 'n8n-nodes-base.webhook', 2.1, webhook), webhookId: WEBHOOK },
			{
				...workflowNode(SEND, 'n8n-nodes-apns.apns', 1, {
					deviceToken: '={{ $json.body.deviceToken }}',
					title: 'Hello',
				}),
				onError: 'continueRegularOutput',
			},
		],
		connections: { Webhook: leadingTo(SEND) },
		settings: { executionOrder: 'v1' },
	};
	await n8n.publish(await n8n.importWorkflow(workflow, credential));
}

async function send(deviceToken: string): Promise<unknown> {
	return (await n8n.postWebhook(WEBHOOK, { deviceToken })).body;
}
