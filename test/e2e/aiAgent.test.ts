import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { Execution } from './Execution.ts';
import { N8nServer, type StoredCredential, type WorkflowJson } from './N8nServer.ts';
import { ScriptedModel, type ModelReply } from './ScriptedModel.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { leadingTo, workflowNode } from './workflowParts.ts';
import { START } from './workflows.ts';
import { tuned } from '../engine/testkit/tuned.ts';

const AGENT = 'AI Agent';
const MODEL = 'OpenAI Chat Model';
const TOOL = 'Notify Phone';
/** As a model sees it. */
const TOOL_NAME = 'Notify_Phone';
const LAST_WORD = 'Done.';

let simulator: ApnsSimulator;
let model: ScriptedModel;
let n8n: N8nServer;
let credential: StoredCredential;
let modelCredential: StoredCredential;

beforeAll(async () => {
	simulator = await ApnsSimulator.start();
	model = await ScriptedModel.start();
	n8n = await N8nServer.start();
	const data = simulatorCredential(simulator);
	credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
	modelCredential = await n8n.createCredential('Scripted model', 'openAiApi', {
		apiKey: 'none',
		url: model.baseUrl,
	});
});

beforeEach(() => simulator.ledger.clear());

afterAll(async () => {
	await n8n?.stop();
	await model?.stop();
	await simulator?.stop();
});

test('an agent sends with its own arguments, and hears what became of it', async () => {
	const phone = simulator.devices.add({ token: deviceToken('phone') });
	const words = { Title: 'Your order', Body: 'It is at the door.' };
	model.willSay(call({ Device_Token: phone, ...words }), LAST_WORD);

	const execution = await runAgent(SEND);

	expect(simulator.ledger.entries).toMatchObject([
		{
			deviceToken: phone,
			payload:
				'{"aps":{"alert":{"title":"Your order","body":"It is at the door."},"sound":"default"}}',
		},
	]);
	expect(heard()).toMatchObject([{ deviceToken: phone, success: true, errorCode: 'SUCCESS' }]);
	expect(execution.json(AGENT)).toEqual([{ output: LAST_WORD }]);
});

test('an agent looks at a notification first, and nothing is sent', async () => {
	const phone = deviceToken('phone');
	model.willSay(call({ Device_Token: phone, Title: 'Your order', Body: '' }), LAST_WORD);
	await runAgent({ ...SEND, operation: 'preview' });
	expect(model.requests[0]?.tools?.[0]?.function.description).toBe(
		'Preview a push notification in APNs',
	);
	expect(heard()).toMatchObject([
		{ deviceToken: phone, valid: true, payload: { aps: { alert: { title: 'Your order' } } } },
	]);
	expect(simulator.ledger.requests).toBe(0);
});

test('an agent is told what the tool does, and which arguments are its own', async () => {
	model.willSay(LAST_WORD);
	await runAgent(SEND);
	const [tool] = model.requests[0]?.tools ?? [];
	expect(tool?.function).toMatchObject({
		name: TOOL_NAME,
		description: 'Send a push notification in APNs',
		parameters: {
			required: ['Device_Token', 'Title', 'Body'],
			properties: { Device_Token: { type: 'string' } },
		},
	});
	expect(simulator.ledger.requests).toBe(0);
});

test.each<[string, INodeParameters]>([
	['as a result', {}],
	// Only the first output of a tool reaches the agent.
	['as a result, also where Split Outputs was turned on', { splitOutputs: true }],
])('an agent hears of a rejected device token %s', async (_, parameters) => {
	const gone = simulator.devices.add({
		token: deviceToken('gone'),
		state: { kind: 'unregistered', sinceMs: 1 },
	});
	model.willSay(call({ Device_Token: gone, Title: 'Hello', Body: '' }), LAST_WORD);

	const execution = await runAgent({ ...SEND, ...parameters });

	expect(heard()).toMatchObject([{ errorCode: 'UNREGISTERED', action: 'removeToken' }]);
	expect(execution.json(AGENT)).toEqual([{ output: LAST_WORD }]);
});

test('an agent hears of a parameter that cannot be used, and can go on', async () => {
	const time = byModel('Expiration');
	const expiration = { values: { expires: 'atSpecifiedTime', time } };
	model.willSay(
		call({ Device_Token: deviceToken('phone'), Title: 'Hello', Body: '', Expiration: 'soon' }),
		LAST_WORD,
	);
	const execution = await runAgent({ ...SEND, options: { expiration } });
	expect(heard()).toEqual([{ error: expect.stringMatching(/^'Date and Time' .*soon/) }]);
	expect(execution.json(AGENT)).toEqual([{ output: LAST_WORD }]);
	expect(simulator.ledger.requests).toBe(0);
});

test('an agent hears how many were told already, where Fail on Rejection ends the sending', async () => {
	const tokens = [...simulator.devices.addMany(1), deviceToken('nobody')];
	model.willSay(call({ Device_Tokens: tokens.join(' '), Title: 'Hello' }), LAST_WORD);
	await runAgent({
		...BULK,
		options: { failOnRejection: true, ...tuned({ maxConcurrentStreams: 1 }) },
	});
	expect(heard()).toEqual([{ error: expect.stringContaining('1 of 2 notifications') }]);
});

test('an agent hears that a question is no tool but a Human review, and nobody is asked', async () => {
	model.willSay(call({ Device_Token: deviceToken('phone') }), LAST_WORD);
	await runAgent({
		operation: 'sendAndWait',
		deviceToken: byModel('Device_Token'),
		message: 'Refund 25 EUR?',
	});
	expect(heard()).toEqual([{ error: expect.stringContaining('Human review') }]);
	expect(simulator.ledger.requests).toBe(0);
});

test('an agent sends to many devices, and hears of each', async () => {
	const tokens = [...simulator.devices.addMany(2), deviceToken('nobody')];
	model.willSay(call({ Device_Tokens: tokens.join(', '), Title: 'Hello' }), LAST_WORD);
	await runAgent(BULK);
	expect(model.requests[0]?.tools?.[0]?.function.description).toBe(
		'Send a push notification to many devices in APNs',
	);
	expect(heard()).toMatchObject([
		{ deviceToken: tokens[0], errorCode: 'SUCCESS' },
		{ deviceToken: tokens[1], errorCode: 'SUCCESS' },
		{ deviceToken: tokens[2], errorCode: 'INVALID_TOKEN' },
	]);
});

/** The model's call of our tool. */
function call(args: object): ModelReply {
	return { tool: TOOL_NAME, arguments: args };
}

/** What the model was told of the tool's result. */
function heard(): unknown {
	const last = model.requests[1]?.messages.at(-1);
	expect(last?.role).toBe('tool');
	return JSON.parse(last?.content ?? '');
}

/** As n8n's editor writes it when "Let the model define this parameter" is pressed. */
const byModel = (name: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, 'string') }}`;

const SEND: INodeParameters = {
	operation: 'send',
	deviceToken: byModel('Device_Token'),
	title: byModel('Title'),
	body: byModel('Body'),
};

const BULK: INodeParameters = {
	operation: 'bulk',
	tokenSource: 'list',
	deviceTokens: byModel('Device_Tokens'),
	title: byModel('Title'),
};

/** Runs an agent that has our node as its tool. */
async function runAgent(parameters: INodeParameters): Promise<Execution> {
	const prompt = { promptType: 'define', text: 'Tell Ada that her order is there.', options: {} };
	const scripted = { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} };
	const workflow: WorkflowJson = {
		name: 'Agent',
		nodes: [
			workflowNode(START, 'n8n-nodes-base.manualTrigger', 1, {}),
			workflowNode(AGENT, '@n8n/n8n-nodes-langchain.agent', 3.1, prompt),
			{
				...workflowNode(MODEL, '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, scripted),
				credentials: { openAiApi: modelCredential },
			},
			workflowNode(TOOL, 'n8n-nodes-apns.apnsTool', 1, parameters),
		],
		connections: {
			[START]: leadingTo(AGENT),
			[MODEL]: { ai_languageModel: [[{ node: AGENT, type: 'ai_languageModel', index: 0 }]] },
			[TOOL]: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
	const id = await n8n.runManually(await n8n.importWorkflow(workflow, credential), START);
	return await n8n.waitForExecution(id);
}
