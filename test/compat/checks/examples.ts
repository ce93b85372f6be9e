import { describe, expect, test } from 'vitest';
import { runConfigurationUpdate } from '../../e2e/demo/configurationUpdate.ts';
import { runPaymentApprovals } from '../../e2e/demo/paymentApprovals.ts';
import { healthWatch } from '../../e2e/examples/healthWatch.ts';
import { liveActivityChannel } from '../../e2e/examples/liveActivityChannel.ts';
import { EXAMPLES, readExample, withoutDatabase } from '../../e2e/examples/readExample.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { CheckStage } from '../CheckStage.ts';

/** The examples, as far as they run without PostgreSQL. */
export function examples(stage: () => CheckStage): void {
	describe('the examples', () => {
		test.each(EXAMPLES)('%s can be imported: n8n has all its nodes', async (name) => {
			const { n8n, credential } = stage();
			const example = readExample(name);
			for (const { type, typeVersion } of example.nodes) {
				expect(await stage().versionsOf(type), type).toContain(typeVersion);
			}
			expect(await n8n.importWorkflow(example, credential)).toEqual(expect.any(String));
		});

		test('payment-approval answers and sends', async () => {
			expect((await runPaymentApprovals(stage())).problems).toEqual([]);
		});

		test('configuration-update wakes all devices', async () => {
			expect((await runConfigurationUpdate(stage())).problems).toEqual([]);
		});

		test('badge-sync sets the badge', async () => {
			const { simulator, n8n, credential } = stage();
			const token = simulator.devices.add({ token: deviceToken('badge') });
			const row = { device_token: token, deviceToken: token, unread: 3 };
			const example = withoutDatabase(readExample('badge-sync'), [row]);
			const id = await n8n.importWorkflow(example, credential);
			simulator.ledger.clear();
			const execution = await n8n.waitForExecution(await n8n.runManually(id, 'Every 5 Minutes'));
			expect(execution.errorMessage).toBeUndefined();
			expect(simulator.ledger.entries.map(({ payload }) => payload)).toEqual([
				'{"aps":{"badge":3}}',
			]);
		});
	});

	healthWatch(stage);
	liveActivityChannel(stage);
}
