import { describe, expect, test } from 'vitest';
import { ScriptedModel } from '../../e2e/ScriptedModel.ts';
import { leadingTo, workflowNode } from '../../e2e/workflowParts.ts';
import { START } from '../../e2e/workflows.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { MODELS_ARE_CUT_OFF } from '../chatModels.ts';
import type { CheckStage } from '../CheckStage.ts';

const AGENT = 'AI Agent';
const AGENT_TYPE = '@n8n/n8n-nodes-langchain.agent';
const MODEL = 'OpenAI Chat Model';
const TOOL = 'Notify Phone';
const LAST_WORD = 'Done.';

/** The node as a tool of an AI agent. */
export function agent(stage: () => CheckStage): void {
	describe('an AI agent', () => {
		test.skipIf(MODELS_ARE_CUT_OFF)(
			'sends with its own arguments, and hears what became of it',
			async () => {
				const { simulator, n8n } = stage();
				const phone = simulator.devices.add({ token: deviceToken('phone of an agent') });
				const model = await ScriptedModel.start();
				try {
					const words = { Title: 'Your order', Body: 'It is at the door.' };
					const call = { tool: 'Notify_Phone', arguments: { Device_Token: phone, ...words } };
					model.willSay(call, LAST_WORD);
					const access = { apiKey: 'none', url: model.baseUrl };
					const { id, name } = await n8n.createCredential('Model', 'openAiApi', access);
					const execution = await stage().run(await workflow({ openAiApi: { id, name } }));
					expect(execution.errorMessage).toBeUndefined();
					expect(execution.json(AGENT)).toEqual([{ output: LAST_WORD }]);
					expect(simulator.ledger.countOf(phone)).toBe(1);
					const heard = model.requests[1]?.messages.at(-1)?.content ?? '';
					expect(JSON.parse(heard)).toMatchObject([{ deviceToken: phone, success: true }]);
				} finally {
					await model.stop();
				}
			},
		);

		async function workflow(credentials: Record<string, { id: string; name: string }>) {
			const scripted = { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} };
			// As a user of this n8n gets it.
			const versions = await stage().versionsOf(AGENT_TYPE);
			const prompt = { promptType: 'define', text: 'Tell Ada that her order is there.' };
			return {
				name: 'Agent',
				nodes: [
					workflowNode(START, 'n8n-nodes-base.manualTrigger', 1),
					workflowNode(AGENT, AGENT_TYPE, Math.max(...versions), { ...prompt, options: {} }),
					{
						...workflowNode(MODEL, '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, scripted),
						credentials,
					},
					workflowNode(TOOL, 'n8n-nodes-apns.apnsTool', 1, {
						operation: 'send',
						deviceToken: byModel('Device_Token'),
						title: byModel('Title'),
						body: byModel('Body'),
					}),
				],
				connections: {
					[START]: leadingTo(AGENT),
					[MODEL]: { ai_languageModel: [[{ node: AGENT, type: 'ai_languageModel', index: 0 }]] },
					[TOOL]: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
				},
				settings: { executionOrder: 'v1' },
			};
		}
	});
}

/** As n8n's editor writes it when "Let the model define this parameter" is pressed. */
function byModel(name: string): string {
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, 'string') }}`;
}
