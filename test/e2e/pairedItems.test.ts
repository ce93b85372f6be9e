import type { INode, INodeParameters, OnError } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SENDING_OPERATIONS } from '../engine/testkit/sendingOperations.ts';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { Execution } from './Execution.ts';
import { N8nServer, type StoredCredential, type WorkflowJson } from './N8nServer.ts';
import type { ResultItem } from './ResultItem.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { itemsNode, leadingTo, workflowNode } from './workflowParts.ts';
import { DEVICES, SEND, START } from './workflows.ts';
import { tuned } from '../engine/testkit/tuned.ts';

const MANY = 10_000;

const ONCE = { options: tuned({ maxAttempts: 1 }) };

/** What the nodes after ours report. */
const ASKED = {
	assignments: [
		{ id: '1', name: 'deviceToken', type: 'string', value: '={{ $json.deviceToken }}' },
		{ id: '2', name: 'from', type: 'string', value: `={{ $('${DEVICES}').item.json.id }}` },
	],
};

let simulator: ApnsSimulator;
let n8n: N8nServer;
let credential: StoredCredential;

beforeAll(async () => {
	simulator = await ApnsSimulator.start({ unknownDevices: 'accept', ledger: 'counts' });
	n8n = await N8nServer.start();
	const data = simulatorCredential(simulator);
	credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

describe.each(SENDING_OPERATIONS)('$name', ({ parameters, items, itemOf }) => {
	const sent = deviceToken('sent');
	const gone = deviceToken('gone');
	const later = deviceToken('later');
	const failed = 'no device token';
	const tokens = [failed, later, sent, gone];
	const input = items(tokens).map((item, index) => ({ ...item, id: `item ${index}` }));
	const inputOf = (token: string) => input[itemOf(tokens.indexOf(token))]?.id;

	beforeAll(() => {
		simulator.devices.add({ token: gone, state: { kind: 'unregistered', sinceMs: 1 } });
		simulator.devices.add({ token: later, rateLimited: 'always' });
	});

	test('a node after it finds the input item of each result', async () => {
		const execution = await run(itemsNode(DEVICES, input), parameters, 1);
		expect(execution.json(after(0))).toEqual(
			tokens.map((token) => ({ deviceToken: token, from: inputOf(token) })),
		);
	});

	test('so does one behind each of the split outputs', async () => {
		const split = { ...parameters, splitOutputs: true };
		const execution = await run(itemsNode(DEVICES, input), split, 4);
		expect([0, 1, 2, 3].map((output) => execution.json(after(output)))).toEqual(
			[sent, gone, later, failed].map((token) => [{ deviceToken: token, from: inputOf(token) }]),
		);
	});

	test('so does one behind n8n’s error output', async () => {
		const options = { ...tuned({ maxAttempts: 1 }), failOnRejection: true };
		const execution = await run(
			itemsNode(DEVICES, input),
			{ ...parameters, options },
			2,
			'continueErrorOutput',
		);
		expect(execution.json(after(0))).toEqual([{ deviceToken: sent, from: inputOf(sent) }]);
		expect(execution.json(after(1)).map(({ from }) => from)).toEqual(
			[failed, later, gone].map(inputOf),
		);
	});

	test('10,000 items arrive once each, and their results are stored in order with their pairs', async () => {
		simulator.ledger.clear();
		const many = Array.from({ length: MANY }, (_, index) => index.toString(16).padStart(64, '0'));

		const execution = await run(itemsNode(DEVICES, items(many)), parameters, 0);

		const results = execution.json<ResultItem>(SEND);
		expect(results.map((result) => result.deviceToken)).toEqual(many);
		expect(results.every(({ errorCode }) => errorCode === 'SUCCESS')).toBe(true);
		expect(execution.items(SEND).map(({ pairedItem }) => pairedItem)).toEqual(
			many.map((_, index) => ({ item: itemOf(index) })),
		);
		expect(many.every((token) => simulator.ledger.countOf(token) === 1)).toBe(true);
		expect(simulator.ledger.requests).toBe(MANY);
	});
});

/** Devices → our node → at each of its first outputs a node that asks for the item it came from. */
async function run(
	devices: INode,
	parameters: INodeParameters,
	outputs: number,
	onError: OnError = 'stopWorkflow',
): Promise<Execution> {
	const names = Array.from({ length: outputs }, (_, output) => after(output));
	const workflow: WorkflowJson = {
		name: 'Paired items',
		nodes: [
			workflowNode(START, 'n8n-nodes-base.manualTrigger', 1, {}),
			devices,
			{ ...workflowNode(SEND, 'n8n-nodes-apns.apns', 1, { ...ONCE, ...parameters }), onError },
			...names.map((name) => workflowNode(name, 'n8n-nodes-base.set', 3.4, { assignments: ASKED })),
		],
		connections: {
			[START]: leadingTo(DEVICES),
			[DEVICES]: leadingTo(SEND),
			[SEND]: leadingTo(...names),
		},
		settings: { executionOrder: 'v1' },
	};
	const id = await n8n.runManually(await n8n.importWorkflow(workflow, credential), START);
	const execution = await n8n.waitForExecution(id);
	expect(execution.errorMessage).toBeUndefined();
	return execution;
}

function after(output: number): string {
	return `After ${output}`;
}
