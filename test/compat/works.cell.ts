import { afterAll, beforeAll, expect, test } from 'vitest';
import { agent } from './checks/agent.ts';
import { channels } from './checks/channels.ts';
import { connection } from './checks/connection.ts';
import { credentialTests } from './checks/credentialTests.ts';
import { egress } from './checks/egress.ts';
import { errors } from './checks/errors.ts';
import { examples } from './checks/examples.ts';
import { loading } from './checks/loading.ts';
import { outputs } from './checks/outputs.ts';
import { pushTypes } from './checks/pushTypes.ts';
import { questions } from './checks/questions.ts';
import { sending } from './checks/sending.ts';
import { stopping } from './checks/stopping.ts';
import { CheckStage } from './CheckStage.ts';

let stage: CheckStage;

beforeAll(async () => {
	stage = await CheckStage.start();
});

afterAll(async () => {
	await stage?.stop();
});

for (const checks of [
	...[loading, credentialTests, connection, sending, pushTypes, channels, outputs, errors],
	...[questions, agent, examples, stopping, egress],
]) {
	checks(() => stage);
}

test('after all that n8n runs, and has caught every error of ours', () => {
	expect(stage.n8n.log).not.toMatch(/unhandled|uncaught/i);
});
