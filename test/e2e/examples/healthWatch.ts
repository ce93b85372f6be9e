import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StageParts } from '../demo/Stage.ts';
import { nodeOf, readExample } from './readExample.ts';

const CHECKS_TIMEOUT_MS = 20_000;

/** The health watch, published and checking each second, with a chat's webhook that listens. */
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
			nodeOf(example, 'Every 5 Minutes').parameters = {
				rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] },
			};
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
			await moreChecks(2);
			expect(alerts).toEqual([]);
			expect(stage().simulator.ledger.accepted).toBe(0);
		});

		test('a key that Apple refuses is told once, with what to do', async () => {
			stage().simulator.faults.add({
				kind: 'answer',
				status: 403,
				reason: 'InvalidProviderToken',
			});
			await expect.poll(() => alerts.length, { timeout: CHECKS_TIMEOUT_MS }).toBe(1);
			expect(alerts[0]).toMatch(/^APNs is unhealthy: .*InvalidProviderToken/);
			await moreChecks(2);
			expect(alerts).toHaveLength(1);
		});

		test('so is the end of it, again and again until the chat has taken it', async () => {
			chatAnswers = 500;
			stage().simulator.faults.clear();
			await expect.poll(() => alerts.length, { timeout: CHECKS_TIMEOUT_MS }).toBeGreaterThan(2);
			chatAnswers = 200;
			const told = alerts.length;
			await expect.poll(() => alerts.length, { timeout: CHECKS_TIMEOUT_MS }).toBe(told + 1);
			await moreChecks(2);
			expect(alerts).toHaveLength(told + 1);
			expect(new Set(alerts.slice(1))).toEqual(
				new Set(['APNs is healthy: APNs accepts the credential.']),
			);
		});

		/** Waits for so many whole executions from now on. */
		async function moreChecks(count: number): Promise<void> {
			const { n8n } = stage();
			const before = new Set(await n8n.executionIds(workflowId));
			await expect
				.poll(
					async () => {
						const ids = await n8n.executionIds(workflowId);
						return ids.filter((id) => !before.has(id)).length;
					},
					{ timeout: CHECKS_TIMEOUT_MS },
				)
				// One more: the newest may not be over.
				.toBeGreaterThan(count);
		}
	});
}
