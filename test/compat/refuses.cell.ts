import { afterAll, beforeAll, expect, test } from 'vitest';
import { loading } from './checks/loading.ts';
import { refusal } from './checks/refusal.ts';
import { CheckStage } from './CheckStage.ts';

let stage: CheckStage;

beforeAll(async () => {
	stage = await CheckStage.start();
});

afterAll(async () => {
	await stage?.stop();
});

for (const checks of [loading, refusal]) checks(() => stage);

test('after all that n8n runs, and has caught every error of ours', () => {
	expect(stage.n8n.log).not.toMatch(/unhandled|uncaught/i);
});
