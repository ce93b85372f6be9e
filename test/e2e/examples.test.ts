import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runConfigurationPush } from './demo/configurationPush.ts';
import { runPaymentEvents } from './demo/paymentEvents.ts';
import { Stage } from './demo/Stage.ts';
import type { WorkflowJson } from './N8nServer.ts';

describe('in a real n8n', () => {
	let stage: Stage;

	beforeAll(async () => {
		stage = await Stage.start();
	});

	afterAll(async () => {
		await stage?.stop();
	});

	test('the payment event example tells an active, an uninstalled and a rate-limited phone apart', async () => {
		expect((await runPaymentEvents(stage)).problems).toEqual([]);
	});

	test('the configuration push example reaches a fleet of 1,000 and sorts what was refused', async () => {
		expect((await runConfigurationPush(stage)).problems).toEqual([]);
	});
});

const folder = join(import.meta.dirname, '..', '..', 'examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe.each(files)('%s', (file) => {
	const text = readFileSync(join(folder, file), 'utf8');
	const { nodes } = JSON.parse(text) as WorkflowJson;

	test('holds our node as n8n knows it after an installation', () => {
		const ours = nodes.filter(({ type }) => type === 'n8n-nodes-apns.apns');
		expect(ours.map(({ typeVersion }) => typeVersion)).toEqual([1]);
	});

	test('holds no credential, no secret and no device token of anybody', () => {
		expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
		expect(text).not.toMatch(/PRIVATE KEY|eyJ/);
		const tokens = text.match(/[0-9a-f]{64,}/gi) ?? [];
		expect(tokens.filter((token) => !/^(.)\1*$/.test(token))).toEqual([]);
	});
});
