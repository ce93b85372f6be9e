import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SEND, sendWorkflow } from '../../e2e/workflows.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { CheckStage } from '../CheckStage.ts';

/** n8n's protection against server-side request forgery, in a separate n8n with the protection turned on. */
export function egress(): void {
	describe('n8n’s protection against server-side request forgery', () => {
		let stage: CheckStage;

		beforeAll(async () => {
			stage = await CheckStage.start({ N8N_SSRF_PROTECTION_ENABLED: 'true' });
		});

		afterAll(async () => {
			await stage?.stop();
		});

		test('keeps the node from a base URL on this machine, and says who can allow it', async () => {
			const token = stage.simulator.devices.add({ token: deviceToken('phone') });
			const send = { operation: 'send', deviceToken: token, title: 'Hello', simplify: false };
			const execution = await stage.run(sendWorkflow('Forbidden', [token], send));
			expect(execution.json(SEND)).toMatchObject([
				{
					success: false,
					outcome: 'notSent',
					message: expect.stringMatching(/server-side request forgery/),
				},
			]);
			expect(stage.simulator.connections.attempts).toBe(0);
		});
	});
}
