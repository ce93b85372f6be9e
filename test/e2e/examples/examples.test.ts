import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runConfigurationUpdate } from '../demo/configurationUpdate.ts';
import { runPaymentApprovals } from '../demo/paymentApprovals.ts';
import { badgeSync } from './badgeSync.ts';
import { configurationUpdate } from './configurationUpdate.ts';
import { startExampleStage, type ExampleStage } from './ExampleStage.ts';
import { healthWatch } from './healthWatch.ts';
import { liveActivityChannel } from './liveActivityChannel.ts';
import { paymentApproval } from './paymentApproval.ts';
import { EXAMPLES, readExample } from './readExample.ts';
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
	configurationUpdate(() => stage);
	badgeSync(() => stage);
	healthWatch(() => stage);
	liveActivityChannel(() => stage);

	test('the demo finds every result to be the right one', async () => {
		expect((await runPaymentApprovals(stage)).problems).toEqual([]);
		expect((await runConfigurationUpdate(stage)).problems).toEqual([]);
	});
});

describe.each(EXAMPLES)('%s', (name) => {
	const { nodes } = readExample(name);
	const text = JSON.stringify(nodes);

	test('holds our node as n8n knows it after an installation', () => {
		const ours = nodes.filter(({ type }) => type === 'n8n-nodes-apns.apns');
		expect(new Set(ours.map(({ typeVersion }) => typeVersion))).toEqual(new Set([1]));
	});

	test('holds no credential, no secret and no device token of anybody', () => {
		expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
		expect(text).not.toMatch(/PRIVATE KEY|eyJ|[0-9a-f]{64}/i);
	});

	test('explains itself: what it does, and which credentials to choose in which nodes', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const guide = String(notes.find((note) => note.name === 'How It Works')?.parameters['content']);
		expect(guide).toContain('**APNs API** credential');
		for (const { type, name: nodeName, parameters } of nodes) {
			if (parameters['authentication'] === 'headerAuth') {
				expect(guide).toContain('**Header Auth** credential');
			}
			if (type === 'n8n-nodes-base.postgres') expect(guide).toContain('**Postgres** credential');
			if (type === 'n8n-nodes-base.crypto') expect(guide).toContain('**Crypto** credential');
			if (type === 'n8n-nodes-apns.apns') expect(guide).toContain(`*${nodeName}*`);
		}
	});
});
