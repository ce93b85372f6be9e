import { describe, expect, test } from 'vitest';
import { CREDENTIAL_TYPE, simulatorCredential } from '../../e2e/simulatorCredential.ts';
import { SEND, sendWorkflow } from '../../e2e/workflows.ts';
import type { CheckStage } from '../CheckStage.ts';

const HEALTH = { resource: 'connection', operation: 'health' };

/** Check Health. */
export function connection(stage: () => CheckStage): void {
	describe('Check Health', () => {
		const workflow = sendWorkflow('Health', ['one item'], HEALTH);

		test('of a credential in order', async () => {
			const execution = await stage().run(workflow);
			expect(execution.json(SEND)).toMatchObject([
				{ status: 'healthy', credentials: { valid: true }, connection: { protocol: 'h2' } },
			]);
		});

		test('of a key that APNs does not know', async () => {
			const { n8n, simulator } = stage();
			const data = { ...simulatorCredential(simulator), keyId: 'WRONGKEY00' };
			const credential = await n8n.createCredential('Wrong key', CREDENTIAL_TYPE, data);
			const execution = await stage().run(workflow, {}, credential);
			expect(execution.json(SEND)).toMatchObject([
				{ status: 'unhealthy', credentials: { valid: false, reason: 'InvalidProviderToken' } },
			]);
		});
	});
}
