import { gte } from 'semver';
import { describe, expect, test } from 'vitest';
import { runConfigurationUpdate } from '../../e2e/demo/configurationUpdate.ts';
import { runPaymentApprovals } from '../../e2e/demo/paymentApprovals.ts';
import { agentApproval } from '../../e2e/examples/agentApproval.ts';
import { healthWatch } from '../../e2e/examples/healthWatch.ts';
import { liveActivityChannel } from '../../e2e/examples/liveActivityChannel.ts';
import { EXAMPLES, readExample, withoutDatabase } from '../../e2e/examples/readExample.ts';
import { installedN8nVersion } from '../../e2e/installedN8n.ts';
import { neededN8n } from '../../examples/neededN8n.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { MODELS_ARE_CUT_OFF } from '../chatModels.ts';
import type { CheckStage } from '../CheckStage.ts';

/** The examples that run without PostgreSQL. */
export function examples(stage: () => CheckStage): void {
	describe('the examples', () => {
		test.each(EXAMPLES)(
			'%s is imported, and its nodes are there unless its note says otherwise',
			async (name) => {
				const { n8n, credential } = stage();
				const example = readExample(name);
				expect(await n8n.importWorkflow(example, credential)).toEqual(expect.any(String));
				const lacking: string[] = [];
				for (const { type, typeVersion } of example.nodes) {
					if (!(await stage().versionsOf(type)).includes(typeVersion)) lacking.push(type);
				}
				expect(lacking.length === 0, lacking.join()).toBe(runsHere(name));
			},
		);

		test.runIf(runsHere('payment-approval'))(
			'payment-approval asks, and tells the answer',
			async () => {
				expect((await runPaymentApprovals(stage())).problems).toEqual([]);
			},
		);

		test('configuration-update-postgres wakes all devices', async () => {
			expect((await runConfigurationUpdate(stage())).problems).toEqual([]);
		});

		test('badge-sync-postgres sets the badge', async () => {
			const { simulator, n8n, credential } = stage();
			const token = simulator.devices.add({ token: deviceToken('badge') });
			const row = { device_token: token, deviceToken: token, unread: 3 };
			const example = withoutDatabase(readExample('badge-sync-postgres'), [row]);
			const id = await n8n.importWorkflow(example, credential);
			simulator.ledger.clear();
			const execution = await n8n.waitForExecution(await n8n.runManually(id, 'Every 5 Minutes'));
			expect(execution.errorMessage).toBeUndefined();
			expect(simulator.ledger.entries.map(({ payload }) => payload)).toEqual([
				'{"aps":{"badge":3}}',
			]);
		});
	});

	if (runsHere('agent-approval') && !MODELS_ARE_CUT_OFF) agentApproval(stage);
	healthWatch(stage);
	liveActivityChannel(stage);
}

/** Whether this n8n is as new as the example's note asks for. */
function runsHere(example: string): boolean {
	const needed = neededN8n(readExample(example).nodes);
	return needed === undefined || gte(installedN8nVersion(), `${needed}.0`);
}
