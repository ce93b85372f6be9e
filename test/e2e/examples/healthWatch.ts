import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StageParts } from '../demo/Stage.ts';
import { latestExecution } from './latestExecution.ts';
import { nodeOf, readExample } from './readExample.ts';

const PATH = 'health-watch';

/** The health watch, published, with a check for each call and a webhook of a chat that records its calls. */
export function healthWatch(stage: () => StageParts): void {
	describe('health watch', () => {
		const alerts: string[] = [];
		let chatAnswers = 200;
		const chat = createServer((request, response) => {
			void text(request).then((body) => {
				alerts.push((JSON.parse(body) as { text: string }).text);
				response.writeHead(chatAnswers).end();
			});
		});
		let workflowId: string;

		beforeAll(async () => {
			const { n8n, credential } = stage();
			chat.listen(0, '127.0.0.1');
			await once(chat, 'listening');
			const example = readExample('health-watch');
			// With a schedule, a check could start before the previous one has stored what it reported.
			Object.assign(nodeOf(example, 'Every 5 Minutes'), {
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				parameters: { httpMethod: 'POST', path: PATH, responseMode: 'lastNode' },
				webhookId: PATH,
			});
			nodeOf(example, 'Alert').parameters['url'] =
				`http://127.0.0.1:${(chat.address() as AddressInfo).port}/`;
			workflowId = await n8n.importWorkflow(example, credential);
			await n8n.publish(workflowId);
		});

		afterAll(async () => {
			stage().simulator.faults.clear();
			await stage().n8n.unpublish(workflowId);
			chat.close();
		});

		test('while all is well nobody hears anything', async () => {
			stage().simulator.ledger.clear();
			await check(2);
			expect(alerts).toEqual([]);
			expect(stage().simulator.ledger.accepted).toBe(0);
		});

		test('a key that Apple refuses is told once, with what to do', async () => {
			stage().simulator.faults.add({
				kind: 'answer',
				status: 403,
				reason: 'InvalidProviderToken',
			});
			await check(3);
			expect(alerts).toEqual([expect.stringMatching(/^APNs is unhealthy: .*InvalidProviderToken/)]);
		});

		test('so is the end of it, again and again until the chat has taken it', async () => {
			alerts.length = 0;
			chatAnswers = 500;
			stage().simulator.faults.clear();
			await check(2);
			chatAnswers = 200;
			await check(3);
			expect(alerts).toEqual(Array(3).fill('APNs is healthy: APNs accepts the credential.'));
		});

		/** Runs this many checks, one after the other. */
		async function check(times: number): Promise<void> {
			const { n8n } = stage();
			for (let count = 0; count < times; count++) {
				await n8n.postWebhook(PATH, {});
				await latestExecution(n8n, workflowId);
			}
		}
	});
}
