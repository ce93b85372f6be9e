import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { press } from '../../simulator/phone/press.ts';
import { START } from '../workflows.ts';
import { leadingTo, workflowNode } from '../workflowParts.ts';
import { ScriptedModel } from '../ScriptedModel.ts';
import type { WorkflowJson } from '../N8nServer.ts';
import { QuestionStage, RECORDED } from './QuestionStage.ts';

const AGENT = 'AI Agent';
const MODEL = 'OpenAI Chat Model';
const REVIEW = 'Ask on the Phone';
const TOOL = 'refund';
const REFUND = 'order 1234, 25.00 EUR';
const LAST_WORD = 'Done.';

let stage: QuestionStage;
let model: ScriptedModel;

beforeAll(async () => {
	stage = await QuestionStage.start();
	model = await ScriptedModel.start();
});
beforeEach(() => stage.simulator.ledger.clear());
afterAll(async () => {
	await model?.stop();
	await stage?.stop();
});

test('after Approve on the phone, an agent’s tool runs, and the model hears what came of it', async () => {
	const { execution, heard } = await review('approve');
	expect(execution.nodes).toContain(TOOL);
	expect(heard).toContain(`Refunded: ${REFUND}`);
	expect(execution.json(AGENT)).toEqual([{ output: LAST_WORD }]);
});

test('after Decline it does not run, and the model hears of the refusal', async () => {
	const { execution, heard } = await review('decline');
	expect(execution.nodes).not.toContain(TOOL);
	expect(heard).toMatch(/rejected/);
	expect(execution.json(AGENT)).toEqual([{ output: LAST_WORD }]);
});

/** Lets an agent ask for a refund, looks at the phone, and presses a button there. */
async function review(button: 'approve' | 'decline') {
	const toolParameters = { input: REFUND };
	model.willSay({ tool: TOOL, arguments: { toolParameters, hitlParameters: {} } }, LAST_WORD);
	const { id, payload } = await runAgent();
	// What the person reads before they press.
	expect(payload.aps.alert).toEqual({
		title: 'Approval needed',
		body: `The agent wants to run this tool: ${TOOL}\n\nInput:\ninput: ${REFUND}`,
	});
	expect(await press(payload.n8n[button])).toEqual(RECORDED);
	const execution = await stage.n8n.waitForExecution(id);
	return { execution, heard: model.requests.at(-1)?.messages.at(-1)?.content ?? '' };
}

async function runAgent() {
	const [token = ''] = stage.simulator.devices.addMany(1);
	const access = { apiKey: 'none', url: model.baseUrl };
	const { id, name } = await stage.n8n.createCredential('Model', 'openAiApi', access);
	const prompt = { promptType: 'define', text: 'Refund order 1234.', options: {} };
	const scripted = { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} };
	const jsCode = 'return `Refunded: ${query}`;';
	const description = 'Refunds an order';
	const workflow: WorkflowJson = {
		name: 'Agent with review',
		nodes: [
			workflowNode(START, 'n8n-nodes-base.manualTrigger', 1),
			workflowNode(AGENT, '@n8n/n8n-nodes-langchain.agent', 3.1, prompt),
			{
				...workflowNode(MODEL, '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, scripted),
				credentials: { openAiApi: { id, name } },
			},
			workflowNode(REVIEW, 'n8n-nodes-apns.apnsHitlTool', 1, { deviceToken: token }),
			workflowNode(TOOL, '@n8n/n8n-nodes-langchain.toolCode', 1.3, { description, jsCode }),
		],
		connections: {
			[START]: leadingTo(AGENT),
			[MODEL]: { ai_languageModel: [[{ node: AGENT, type: 'ai_languageModel', index: 0 }]] },
			[TOOL]: { ai_tool: [[{ node: REVIEW, type: 'ai_tool', index: 0 }]] },
			[REVIEW]: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
	const workflowId = await stage.n8n.importWorkflow(workflow, stage.credential);
	const executionId = await stage.n8n.runManually(workflowId, START);
	await stage.waits(executionId);
	const payload = JSON.parse(stage.simulator.ledger.entries.at(-1)?.payload ?? '') as {
		aps: { alert: { title: string; body: string } };
		n8n: { approve: string; decline: string };
	};
	return { id: executionId, payload };
}
