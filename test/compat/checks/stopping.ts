import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CREDENTIAL_TYPE, simulatorCredential } from '../../e2e/simulatorCredential.ts';
import { until } from '../../e2e/until.ts';
import { bulkWorkflow, START } from '../../e2e/workflows.ts';
import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { CheckStage } from '../CheckStage.ts';
import { tuned } from '../../engine/testkit/tuned.ts';

/** At this rate the run would take 30 seconds. */
const DEVICES = 60_000;
const MAX_PER_SECOND = 2_000;

/** The Stop button of a running execution. */
export function stopping(stage: () => CheckStage): void {
	describe('the Stop button', () => {
		test('stops the sending within a second', async () => {
			const simulator = await ApnsSimulator.start({ unknownDevices: 'accept', ledger: 'counts' });
			try {
				await stopWhileSending(simulator);
				await wait(1000);
				const { accepted } = simulator.ledger;
				await wait(2000);
				expect(simulator.ledger.accepted).toBe(accepted);
				expect(accepted).toBeLessThan(DEVICES / 2);
			} finally {
				await simulator.stop();
			}
		});

		async function stopWhileSending(simulator: ApnsSimulator): Promise<void> {
			const { n8n } = stage();
			const data = simulatorCredential(simulator);
			const credential = await n8n.createCredential('Many', CREDENTIAL_TYPE, data);
			const options = tuned({ maxPerSecond: MAX_PER_SECOND });
			const workflow = bulkWorkflow('To be stopped', DEVICES, { title: 'Hello', options });
			const id = await n8n.runManually(await n8n.importWorkflow(workflow, credential), START);
			await until('The first 1,000 notifications', 60_000, () =>
				simulator.ledger.accepted > 1000 ? true : undefined,
			);
			await n8n.stopExecution(id);
			expect((await n8n.waitForExecution(id)).status).toBe('canceled');
		}
	});
}
