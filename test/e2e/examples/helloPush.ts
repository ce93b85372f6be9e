import { beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { StageParts } from '../demo/Stage.ts';
import { nodeOf, readExample } from './readExample.ts';

/** The first push, with a token pasted into the node that its note names. */
export function helloPush(stage: () => StageParts): void {
	describe('hello push', () => {
		beforeAll(() => {
			stage().simulator.ledger.clear();
		});

		test('one notification arrives, and the result says so', async () => {
			const { simulator, n8n, credential } = stage();
			const token = simulator.devices.add({ token: deviceToken('my first') });
			const example = readExample('hello-push');
			nodeOf(example, 'Your Device').parameters = pasted(example, token);
			const workflowId = await n8n.importWorkflow(example, credential);
			const execution = await n8n.waitForExecution(await n8n.runManually(workflowId, 'Start'));
			expect(execution.errorMessage).toBeUndefined();
			expect(execution.json('Say Hello')).toMatchObject([{ success: true, deviceToken: token }]);
			expect(simulator.ledger.tokens()).toEqual([token]);
			expect(simulator.ledger.entries.map(({ payload }) => JSON.parse(payload))).toEqual([
				{
					aps: {
						alert: { title: 'Hello', body: 'This notification was sent by n8n.' },
						sound: 'default',
					},
				},
			]);
		});
	});
}

/** The node's parameters with its only empty text filled in. */
function pasted(example: Parameters<typeof nodeOf>[0], token: string) {
	const text = JSON.stringify(nodeOf(example, 'Your Device').parameters);
	return JSON.parse(text.replace('"value":""', `"value":"${token}"`));
}
