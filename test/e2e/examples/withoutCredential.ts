import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IConnections } from 'n8n-workflow';
import type { WorkflowJson } from '../N8nServer.ts';
import type { ExampleStage } from './ExampleStage.ts';
import { EXAMPLES, readExample, withoutDatabase } from './readExample.ts';

/** An import in which every credential except ours is selected. */
export function withoutCredential(stage: () => ExampleStage): void {
	describe.each(EXAMPLES)('%s, imported, and no APNs credential chosen', (name) => {
		const example = withoutDatabase(readExample(name), [
			{ deviceToken: 'a'.repeat(64), unread: 1 },
		]);
		// "Set Up" creates tables and sends nothing.
		const trigger = example.nodes.find(
			(node) => /(schedule|manual)Trigger$/.test(node.type) && leadsToApns(example, node.name),
		);
		let workflowId: string;

		beforeAll(async () => {
			const { n8n } = stage();
			const crypto = await n8n.createCredential('Secret', 'crypto', { hmacSecret: 'secret' });
			workflowId = await n8n.importWorkflow(example, crypto);
		});

		beforeEach(() => {
			stage().simulator.ledger.clear();
		});

		afterEach(() => {
			expect(stage().simulator.ledger.requests).toBe(0);
		});

		test('n8n does not publish it, and says why', async () => {
			await expect(stage().n8n.publish(workflowId)).rejects.toThrow(/credential/i);
		});

		// A webhook has no button that runs it.
		if (trigger === undefined) return;

		test('run by hand, it ends with n8n’s own words, and nothing is sent', async () => {
			const { n8n } = stage();
			const execution = await n8n.waitForExecution(await n8n.runManually(workflowId, trigger.name));
			const [report] = execution.json('Check Health');
			expect(execution.status).toBe('error');
			expect(report?.['message'] ?? execution.errorMessage).toBe(
				'Node does not have any credentials set',
			);
		});
	});
}

/** Whether one of our nodes runs after this one. */
function leadsToApns({ nodes, connections }: WorkflowJson, name: string): boolean {
	const reached = new Set([name]);
	for (const one of reached) {
		const outputs = (connections as IConnections)[one]?.['main'] ?? [];
		for (const { node } of outputs.flatMap((output) => output ?? [])) reached.add(node);
	}
	return nodes.some((node) => reached.has(node.name) && node.type.startsWith('n8n-nodes-apns.'));
}
