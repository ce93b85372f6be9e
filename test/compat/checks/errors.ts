import { beforeAll, describe, expect, test } from 'vitest';
import { SEND, sendWorkflow } from '../../e2e/workflows.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { CheckStage } from '../CheckStage.ts';

const GONE = deviceToken('gone');
const send = { operation: 'send', deviceToken: '={{ $json.deviceToken }}', title: 'Hello' };

/** Errors as n8n shows them and as a workflow receives them. */
export function errors(stage: () => CheckStage): void {
	describe('an error', () => {
		const rejected = sendWorkflow('Rejected', [GONE], {
			...send,
			options: { failOnRejection: true },
		});
		const unreadable = sendWorkflow('Unreadable', [GONE], { ...send, customData: '{' });

		beforeAll(() => {
			const state = { kind: 'unregistered', sinceMs: 1 } as const;
			stage().simulator.devices.add({ token: GONE, state });
		});

		test('of APNs stops the workflow with Fail on Rejection', async () => {
			const { status, data } = await stage().run(rejected);
			expect(status).toBe('error');
			expect(data.resultData.error).toMatchObject({ name: 'NodeApiError', httpCode: '410' });
		});

		test('of APNs keeps the result at the error output', async () => {
			const execution = await stage().run(rejected, { onError: 'continueErrorOutput' });
			expect(execution.json(SEND, 1)).toEqual([
				{
					deviceToken: GONE,
					error: expect.objectContaining({ deviceToken: GONE, errorCode: 'UNREGISTERED' }),
				},
			]);
		});

		test('of a parameter stops the workflow, and names it', async () => {
			const { status, data } = await stage().run(unreadable);
			expect(status).toBe('error');
			expect(data.resultData.error).toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringContaining("'Custom Data'"),
			});
		});

		test('of a parameter is told in words at the error output', async () => {
			const execution = await stage().run(unreadable, { onError: 'continueErrorOutput' });
			expect(execution.json(SEND, 1)).toEqual([
				{ deviceToken: GONE, error: expect.stringContaining("'Custom Data'") },
			]);
		});
	});
}
