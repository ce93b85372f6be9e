import type { INodeParameters, OnError } from 'n8n-workflow';
import { beforeAll, describe, expect, test } from 'vitest';
import { itemsNode, leadingTo, workflowNode } from '../../e2e/workflowParts.ts';
import { DEVICES, SEND, START } from '../../e2e/workflows.ts';
import { SENDING_OPERATIONS } from '../../engine/testkit/sendingOperations.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { CheckStage } from '../CheckStage.ts';
import { tuned } from '../../engine/testkit/tuned.ts';

const GONE = deviceToken('gone');
const BUSY = deviceToken('busy');
const PHONE = deviceToken('phone');
const WRONG = 'no device token';
/** Their results have a different order. */
const TOKENS = [WRONG, BUSY, PHONE, GONE];

const ONCE = { options: tuned({ maxAttempts: 1 }) };
const FAILING = { options: { ...tuned({ maxAttempts: 1 }), failOnRejection: true } };

/** What the nodes after ours report of each item: the device token of its result, and its input item. */
const ASKED = {
	assignments: [
		{
			id: '1',
			name: 'deviceToken',
			type: 'string',
			value: '={{ ($json.error ?? $json).deviceToken }}',
		},
		{ id: '2', name: 'from', type: 'string', value: `={{ $('${DEVICES}').item.json.id }}` },
	],
};

/** Which output the results are returned at, and that a node after it finds the input item of each. */
export function outputs(stage: () => CheckStage): void {
	describe.each(SENDING_OPERATIONS)('the outputs of $name', ({ parameters, items, itemOf }) => {
		const input = items(TOKENS).map((item, index) => ({ ...item, id: `item ${index}` }));

		beforeAll(() => {
			const { devices } = stage().simulator;
			devices.add({ token: PHONE });
			devices.add({ token: BUSY, rateLimited: 'always' });
			devices.add({ token: GONE, state: { kind: 'unregistered', sinceMs: 1 } });
		});

		test('are one', async () => {
			expect(await leavingBy(1, ONCE)).toEqual([told(TOKENS)]);
		});

		test('are four with Split Outputs', async () => {
			expect(await leavingBy(4, { splitOutputs: true, ...ONCE })).toEqual([
				told([PHONE]),
				told([GONE]),
				told([BUSY]),
				told([WRONG]),
			]);
		});

		test('are two with n8n’s error output', async () => {
			expect(await leavingBy(2, FAILING, 'continueErrorOutput')).toEqual([
				told([PHONE]),
				told([WRONG, BUSY, GONE]),
			]);
		});

		test('are five with both', async () => {
			const split = { splitOutputs: true, ...FAILING };
			expect(await leavingBy(5, split, 'continueErrorOutput')).toEqual([
				told([PHONE]),
				[],
				[],
				[],
				told([WRONG, BUSY, GONE]),
			]);
		});

		test('are one where On Error continues with it', async () => {
			expect(await leavingBy(1, FAILING, 'continueRegularOutput')).toEqual([told(TOKENS)]);
		});

		/** What the node after an output must report for these device tokens. */
		function told(tokens: readonly string[]): object[] {
			return tokens.map((token) => ({
				deviceToken: token,
				from: input[itemOf(TOKENS.indexOf(token))]?.id,
			}));
		}

		/** What the nodes after the first outputs report. */
		async function leavingBy(
			count: number,
			more: INodeParameters,
			onError: OnError = 'stopWorkflow',
		): Promise<object[][]> {
			const names = Array.from({ length: count }, (_, output) => `After ${output}`);
			const asking = names.map((name) =>
				workflowNode(name, 'n8n-nodes-base.set', 3.4, { assignments: ASKED }),
			);
			const execution = await stage().run({
				name: 'Outputs',
				nodes: [
					workflowNode(START, 'n8n-nodes-base.manualTrigger', 1),
					itemsNode(DEVICES, input),
					{ ...workflowNode(SEND, 'n8n-nodes-apns.apns', 1, { ...parameters, ...more }), onError },
					...asking,
				],
				connections: {
					[START]: leadingTo(DEVICES),
					[DEVICES]: leadingTo(SEND),
					[SEND]: leadingTo(...names),
				},
				settings: { executionOrder: 'v1' },
			});
			expect(execution.errorMessage).toBeUndefined();
			return names.map((name) => execution.json(name));
		}
	});
}
