import { beforeEach, describe, expect, test } from 'vitest';
import { press } from '../../simulator/phone/press.ts';
import { NEXT, QuestionStage, RECORDED } from '../../e2e/questions/QuestionStage.ts';
import type { CheckStage } from '../CheckStage.ts';

/** A question, and what n8n returns for its answer. */
export function questions(stage: () => CheckStage): void {
	describe('a question', () => {
		beforeEach(() => stage().simulator.ledger.clear());

		test('waits for its answer, and goes on with it', async () => {
			const { simulator, n8n, credential } = stage();
			const asking = new QuestionStage(simulator, n8n, credential);
			const { id, tokens, addresses } = await asking.ask({}, 2);
			expect(await press(addresses[1]!.decline)).toEqual(RECORDED);
			const execution = await n8n.waitForExecution(id);
			const data = { approved: false, deviceToken: tokens[1] };
			expect(execution.json(NEXT)).toMatchObject([{ data }]);
		});

		test('is answered at its signed addresses only', async () => {
			const { simulator, n8n, credential } = stage();
			const asking = new QuestionStage(simulator, n8n, credential);
			const { id, addresses } = await asking.ask({ responseType: 'approval' });
			const { approve, decline } = addresses[0]!;
			const forged = decline.replace('approved=false', 'approved=true');
			const unsigned = approve.replace(/&signature=\w+/, '');
			for (const address of [forged, unsigned]) {
				expect((await press(address)).status).toBe(401);
			}
			expect((await fetch(approve)).status).toBe(200);
			expect(await asking.isWaiting(id)).toBe(true);
			expect(await press(approve)).toEqual(RECORDED);
			const execution = await n8n.waitForExecution(id);
			expect(execution.json(NEXT)).toMatchObject([{ data: { approved: true } }]);
		});
	});
}
