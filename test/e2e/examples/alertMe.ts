import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { StageParts } from '../demo/Stage.ts';
import { leadingTo, workflowNode } from '../workflowParts.ts';
import { until } from '../until.ts';
import { latestExecution } from './latestExecution.ts';
import { nodeOf, readExample } from './readExample.ts';

const PATH = 'import-of-orders';
const TIMEOUT_MS = 30_000;

/** The error workflow of a workflow that fails. */
export function alertMe(stage: () => StageParts): void {
	describe('alert me', () => {
		let alertId: string;
		let failingId: string;
		let phone: string;

		beforeAll(async () => {
			const { simulator, n8n, credential } = stage();
			phone = simulator.devices.add({ token: deviceToken('of the one who is alerted') });
			const example = readExample('alert-me');
			nodeOf(example, 'Alert My Phone').parameters['deviceToken'] = phone;
			alertId = await n8n.importWorkflow(example, credential);
			await n8n.publish(alertId);
			const webhook = workflowNode('Webhook', 'n8n-nodes-base.webhook', 2.1, {
				httpMethod: 'POST',
				path: PATH,
			});
			failingId = await n8n.importWorkflow({
				name: 'Import of orders',
				nodes: [
					{ ...webhook, webhookId: PATH },
					workflowNode('Stop', 'n8n-nodes-base.stopAndError', 1, {
						errorMessage: 'The shop does not answer.',
					}),
				],
				connections: { Webhook: leadingTo('Stop') },
				settings: { executionOrder: 'v1', errorWorkflow: alertId },
			});
			await n8n.publish(failingId);
		});

		afterAll(async () => {
			await stage().n8n.unpublish(failingId);
			await stage().n8n.unpublish(alertId);
		});

		test('a workflow that fails is named on the phone, once, with its error and its address', async () => {
			const { simulator, n8n } = stage();
			simulator.ledger.clear();
			await n8n.postWebhook(PATH, {});
			const failed = await latestExecution(n8n, failingId);
			expect(failed.status).toBe('error');
			await until('The alert', TIMEOUT_MS, async () => {
				const ids = await n8n.executionIds(alertId);
				return ids.length > 0 || undefined;
			});
			expect(await latestExecution(n8n, alertId)).toMatchObject({
				status: 'success',
				errorMessage: undefined,
			});
			expect(simulator.ledger.tokens()).toEqual([phone]);
			expect(simulator.ledger.entries).toMatchObject([{ collapseId: failingId }]);
			expect(JSON.parse(simulator.ledger.entries[0]!.payload)).toEqual({
				aps: {
					alert: { title: 'Import of orders failed', body: 'The shop does not answer.' },
					sound: 'default',
					'thread-id': failingId,
				},
				execution: expect.stringMatching(`/workflow/${failingId}/executions/${failed.id}$`),
			});
		});
	});
}
