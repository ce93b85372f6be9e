import type { INode, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { Execution } from './Execution.ts';
import { N8nServer, type StoredCredential, type WorkflowJson } from './N8nServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { bulkWorkflow, SEND, sendWorkflow, START } from './workflows.ts';
import { tuned } from '../engine/testkit/tuned.ts';

const send = { operation: 'send', deviceToken: '={{ $json.deviceToken }}', title: 'Hello' };
const bulk = { operation: 'bulk', tokenSource: 'inputItems', title: 'Hello' };
const OPERATIONS: Array<[string, INodeParameters]> = [
	['send', send],
	['bulk', bulk],
];

/** No device has it, so APNs rejects it. */
const REJECTED = deviceToken('rejected');

let simulator: ApnsSimulator;
let n8n: N8nServer;
let credential: StoredCredential;
let devices: string[];

beforeAll(async () => {
	simulator = await ApnsSimulator.start();
	devices = simulator.devices.addMany(3);
	n8n = await N8nServer.start();
	const data = simulatorCredential(simulator);
	credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
});

beforeEach(() => simulator.ledger.clear());

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

describe('Retry On Fail', () => {
	const retry: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const continues: Partial<INode> = { ...retry, onError: 'continueRegularOutput' };

	describe.each([
		['stops', retry],
		['continues', continues],
		['leads to the error output', { ...retry, onError: 'continueErrorOutput' } as const],
	])('where On Error %s', (_, settings) => {
		test.each(OPERATIONS)('does not run %s again for a rejected token', async (__, parameters) => {
			const tokens = [REJECTED, 'no device token', ...devices];
			const execution = await run(sendWorkflow('Retry', tokens, parameters), settings);

			expect(execution.json(SEND).map(({ success }) => success)).toEqual([
				false,
				false,
				true,
				true,
				true,
			]);
			expect(told()).toEqual([1, 1, 1]);
			expect(simulator.ledger.requests).toBe(4);
		});
	});

	// What follows is why docs/delivery.md says not to use it. If n8n changes one of them, change it there.
	test.each(OPERATIONS)('runs %s again for all with Fail on Rejection', async (_, parameters) => {
		const options = { failOnRejection: true, ...tuned({ maxConcurrentStreams: 1 }) };
		const workflow = sendWorkflow('Retry', [...devices, REJECTED], { ...parameters, options });
		const execution = await run(workflow, retry);
		expect(execution.status).toBe('error');
		expect(told()).toEqual([3, 3, 3]);
	});

	test.each<[string, INodeParameters]>([
		['is rejected, with Fail on Rejection', { options: { failOnRejection: true } }],
		['has a parameter at fault', { customData: `={{ $itemIndex === 0 ? '{' : '{}' }}` }],
	])('runs send again for all where the first item %s and On Error continues', async (_, more) => {
		const workflow = sendWorkflow('Retry', [REJECTED, ...devices], { ...send, ...more });
		await run(workflow, continues);
		expect(told()).toEqual([3, 3, 3]);
	});
});

test.each(OPERATIONS)('Execute Once sends %s to the first item only', async (_, parameters) => {
	const execution = await run(sendWorkflow('Once', devices, parameters), { executeOnce: true });
	expect(execution.json(SEND)).toMatchObject([{ deviceToken: devices[0], success: true }]);
	expect(told()).toEqual([1, 0, 0]);
});

test('pinned items go on in place of the results, and nothing is sent', async () => {
	const pinned = [{ json: { deviceToken: 'pinned', errorCode: 'UNREGISTERED' } }];
	const workflow = { ...sendWorkflow('Pinned', devices, send), pinData: { [SEND]: pinned } };
	const execution = await run(workflow);
	expect(execution.json(SEND)).toEqual(pinned.map(({ json }) => json));
	expect(simulator.ledger.requests).toBe(0);
});

describe('without device tokens nothing is sent, and nothing fails', () => {
	test.each(OPERATIONS)('%s, no input items', async (_, parameters) => {
		const execution = await run(sendWorkflow('Nobody', [], parameters));
		expect(execution.nodes).not.toContain(SEND);
		expect(simulator.ledger.requests).toBe(0);
	});

	test.each([
		['an empty list', {}],
		['an empty list, split outputs', { splitOutputs: true }],
		['an empty list, Fail on Rejection', { options: { failOnRejection: true } }],
	])('bulk, %s', async (_, parameters) => {
		const execution = await run(bulkWorkflow('Nobody', 0, { title: 'Hello', ...parameters }));
		expect(execution.task(SEND)?.executionStatus).toBe('success');
		expect(execution.task(SEND)?.data?.['main']?.flat()).toEqual([]);
		expect(simulator.ledger.requests).toBe(0);
	});
});

/** How many notifications were sent to each device. */
function told(): number[] {
	return devices.map((token) => simulator.ledger.countOf(token));
}

/** Runs a workflow with these settings of our node, as the editor's button does. */
async function run(workflow: WorkflowJson, settings: Partial<INode> = {}): Promise<Execution> {
	const nodes = workflow.nodes.map((one) => (one.name === SEND ? { ...one, ...settings } : one));
	const id = await n8n.importWorkflow({ ...workflow, nodes }, credential);
	return await n8n.waitForExecution(await n8n.runManually(id, START));
}
