import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { StageParts } from '../demo/Stage.ts';
import type { Execution } from '../Execution.ts';
import { ScriptedModel } from '../ScriptedModel.ts';
import { answerOnPhone, questionOn } from './answerOnPhone.ts';
import { HttpRecorder } from './HttpRecorder.ts';
import { nodeOf, readExample } from './readExample.ts';

const CHAT = 'Chat';
const AGENT = 'Support Agent';
const REVIEW = 'Ask on the iPhone';
const TOOL = 'Refund';
const REFUND = { order: '1234', amount: '25.00', currency: 'EUR' };
const WRITTEN = 'Order 1234 arrived broken. Please refund 25.00 EUR.';
const LAST_WORD = 'Thank you for your patience.';

/** n8n checks once a minute for waits that have ended. */
const SILENCE_TIMEOUT_MS = 90_000;

/** The agent approval example, with a scripted model and a shop that records its calls. */
export function agentApproval(stage: () => StageParts): void {
	describe('agent approval', () => {
		const header = { name: 'x-api-key', value: 'the secret of the shop' };
		let model: ScriptedModel;
		let shop: HttpRecorder<object>;
		let phone: string;

		beforeAll(async () => {
			model = await ScriptedModel.start();
			shop = await HttpRecorder.start(header, { refunded: REFUND.amount });
			phone = stage().simulator.devices.add({ token: deviceToken('phone of the shop’s owner') });
		});

		beforeEach(() => {
			stage().simulator.ledger.clear();
			stage().simulator.faults.clear();
			shop.told.length = 0;
			const call = { toolParameters: REFUND, hitlParameters: {} };
			model.willSay({ tool: TOOL, arguments: call }, LAST_WORD);
		});

		afterAll(async () => {
			stage().simulator.faults.clear();
			await shop?.stop();
			await model?.stop();
		});

		test('the person reads what the tool is called with; after Approve it runs, with just that', async () => {
			const id = await write();
			const { payload } = await questionOn(stage().simulator, phone);
			expect(shop.told).toEqual([]);
			expect(JSON.parse(payload)).toMatchObject({
				aps: {
					alert: {
						title: 'Approve this refund?',
						body: `The agent wants to run this tool: ${TOOL}\n\norder: 1234\namount: 25.00\ncurrency: EUR`,
					},
					category: 'N8N_APPROVAL',
				},
			});
			await answerOnPhone(stage().simulator, phone, 'approve');
			const execution = await stage().n8n.waitForExecution(id);
			expect(shop.told).toEqual([REFUND]);
			expect(heard()).toContain('"refunded":"25.00"');
			expectLastWord(execution);
		});

		test('after Decline it does not run, and the model is told that the call was rejected', async () => {
			const id = await write();
			await answerOnPhone(stage().simulator, phone, 'decline');
			const execution = await stage().n8n.waitForExecution(id);
			expectNoRefund(execution);
		});

		test('without an answer until the limit it does not run either', async () => {
			const id = await write({ resumeAmount: 0.1 });
			await questionOn(stage().simulator, phone);
			const execution = await stage().n8n.waitForExecution(id, SILENCE_TIMEOUT_MS);
			expectNoRefund(execution);
		});

		test('nor where nobody could be asked', async () => {
			const fault = { kind: 'answer', status: 403, reason: 'InvalidProviderToken' } as const;
			stage().simulator.faults.add(fault);
			await stage().n8n.waitForExecution(await write());
			expect(shop.told).toEqual([]);
		});

		/** Follows the note and writes to the agent. Returns the execution's id. */
		async function write(limit: object = {}): Promise<string> {
			const { n8n, credential } = stage();
			const example = readExample('agent-approval');
			const review = nodeOf(example, REVIEW).parameters;
			review['deviceToken'] = phone;
			Object.assign((review['options'] as unknown as Limited).limitWaitTime.values, limit);
			nodeOf(example, TOOL).parameters['url'] = shop.url;
			const json = { sessionId: 'test', action: 'sendMessage', chatInput: WRITTEN };
			const access = { apiKey: 'none', url: model.baseUrl };
			const workflowId = await n8n.importWorkflow(
				// Instead of the editor's chat.
				{ ...example, pinData: { [CHAT]: [{ json }] } },
				credential,
				await n8n.createCredential('Scripted model', 'openAiApi', access),
				await n8n.createCredential('Shop', 'httpHeaderAuth', header),
			);
			return await n8n.runManually(workflowId, CHAT);
		}

		function expectNoRefund(execution: Execution): void {
			expect(shop.told).toEqual([]);
			expect(execution.nodes).not.toContain(TOOL);
			expect(heard()).toMatch(/rejected/);
			expectLastWord(execution);
		}

		function expectLastWord(execution: Execution): void {
			expect(execution.errorMessage).toBeUndefined();
			expect(execution.json(AGENT)).toEqual([{ output: LAST_WORD }]);
		}

		/** The last thing that the model received. */
		function heard(): string {
			return model.requests.at(-1)?.messages.at(-1)?.content ?? '';
		}
	});
}

interface Limited {
	limitWaitTime: { values: object };
}
