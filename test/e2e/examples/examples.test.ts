import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runConfigurationUpdate } from '../demo/configurationUpdate.ts';
import { runPaymentApprovals } from '../demo/paymentApprovals.ts';
import { agentApproval } from './agentApproval.ts';
import { alertMe } from './alertMe.ts';
import { badgeSync } from './badgeSync.ts';
import { badgeSyncPostgres } from './badgeSyncPostgres.ts';
import { configurationUpdate } from './configurationUpdate.ts';
import { configurationUpdatePostgres } from './configurationUpdatePostgres.ts';
import { deviceRegistry } from './deviceRegistry.ts';
import { startExampleStage, type ExampleStage } from './ExampleStage.ts';
import { healthWatch } from './healthWatch.ts';
import { helloPush } from './helloPush.ts';
import { liveActivityChannel } from './liveActivityChannel.ts';
import { paymentApproval } from './paymentApproval.ts';
import { walletPassUpdate } from './walletPassUpdate.ts';
import { withoutCredential } from './withoutCredential.ts';

describe('in a real n8n', () => {
	let stage: ExampleStage;

	beforeAll(async () => {
		stage = await startExampleStage();
	});

	afterAll(async () => {
		await stage?.stop();
	});

	withoutCredential(() => stage);
	paymentApproval(() => stage);
	agentApproval(() => stage);
	helloPush(() => stage);
	alertMe(() => stage);
	deviceRegistry(() => stage);
	configurationUpdate(() => stage);
	configurationUpdatePostgres(() => stage);
	badgeSync(() => stage);
	badgeSyncPostgres(() => stage);
	healthWatch(() => stage);
	liveActivityChannel(() => stage);
	walletPassUpdate(() => stage);

	test('the demo finds every result to be the right one', async () => {
		expect((await runPaymentApprovals(stage)).problems).toEqual([]);
		expect((await runConfigurationUpdate(stage)).problems).toEqual([]);
	});
});
