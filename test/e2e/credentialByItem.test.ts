import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { createIdentity } from '../simulator/identity.ts';
import { N8nServer, type WorkflowJson } from './N8nServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { itemsNode, leadingTo, workflowNode } from './workflowParts.ts';

const APPS = ['com.example.one', 'com.example.two'];

let simulator: ApnsSimulator;
let n8n: N8nServer;

beforeAll(async () => {
	simulator = await ApnsSimulator.start({
		identity: await createIdentity({ furtherBundleIds: APPS }),
	});
	n8n = await N8nServer.start();
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

test('a stored credential with an expression sends each item to its own app', async () => {
	const devices = APPS.map((bundleId) => simulator.devices.addMany(10, { bundleId }, bundleId));
	const items = Array.from({ length: 20 }, (_, index) => ({
		deviceToken: devices[index % 2]![Math.floor(index / 2)]!,
		app: APPS[index % 2]!,
	}));
	const workflow: WorkflowJson = {
		name: 'Two apps',
		nodes: [
			workflowNode('Start', 'n8n-nodes-base.manualTrigger', 1),
			itemsNode('Devices', items),
			workflowNode('Send', 'n8n-nodes-apns.apns', 1, {
				...{ resource: 'notification', operation: 'send', title: 'Hello', simplify: false },
				deviceToken: '={{ $json.deviceToken }}',
			}),
		],
		connections: { Start: leadingTo('Devices'), Devices: leadingTo('Send') },
		settings: { executionOrder: 'v1' },
	};
	const data = { ...simulatorCredential(simulator), bundleId: '={{ $json.app }}' };
	const credential = await n8n.createCredential('Two apps', CREDENTIAL_TYPE, data);
	const id = await n8n.importWorkflow(workflow, credential);

	const execution = await n8n.waitForExecution(await n8n.runManually(id, 'Start'));

	expect(execution.json('Send').map(({ success, topic }) => ({ success, topic }))).toEqual(
		items.map(({ app }) => ({ success: true, topic: app })),
	);
	expect(simulator.connections.opened).toBe(1);
});
