import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { N8nWithApple } from '../N8nWithApple.ts';
import { needsChromium, startChromium } from './chromium.ts';
import { Editor } from './Editor.ts';
import type { NodePanel } from './NodePanel.ts';
import { signIn } from './signIn.ts';
import { emptyWorkflow, START } from './workflows.ts';

/** A token of an app that was run from Xcode. */
const TOKEN = deviceToken('started from Xcode');

/** Each step uses only what the previous step showed on the screen. */
describe('The first push of somebody who does not program', needsChromium(), () => {
	let apple: N8nWithApple;
	let browser: Browser;
	let panel: NodePanel;

	beforeAll(async () => {
		apple = await N8nWithApple.start();
		apple.simulators.sandbox.devices.add({ token: TOKEN });
		browser = await startChromium();
	});

	afterAll(async () => {
		await browser?.close();
		await apple?.stop();
	});

	test('finds the node by what it is for', async () => {
		const { n8n } = apple;
		const context = await signIn(browser, n8n.url, { viewport: { width: 1440, height: 1200 } });
		const workflowId = await n8n.importWorkflow(emptyWorkflow());
		const editor = await Editor.open(context, n8n.url, workflowId);
		await editor.node(START).click();
		const creator = await editor.openNodeCreator();
		await creator.search('ios push');
		panel = await creator.addAction('APNs', 'Send a push notification');
	});

	test('swaps the two IDs in the credential, is asked so, and corrects them', async () => {
		const { teamId, keyId, privateKey, bundleId } = apple.simulators.production.identity;
		const credential = await panel.firstCredential();
		await credential.fill({ keyId: teamId, privateKey, teamId: keyId, bundleId });
		await credential.save();
		await credential.showDetails();
		await credential.dialog
			.getByText(/swapped\?/)
			.first()
			.waitFor();
		await credential.fill({ keyId, teamId });
		await credential.save();
		await credential.dialog.waitFor({ state: 'hidden' });
	});

	test('pushes to a token of the other environment, and the hint names it', async () => {
		await panel.fill('deviceToken', TOKEN);
		await panel.fill('title', 'Hello');
		await panel.execute();
		await expect
			.poll(() => panel.hints())
			.toEqual([
				expect.stringMatching(/other environment: apps started from Xcode have sandbox tokens/),
			]);
	});

	test('chooses the right environment, and the notification arrives', async () => {
		const credential = await panel.openCredential();
		await credential.chooseEnvironment('Sandbox');
		await credential.save();
		await credential.success.waitFor();
		await credential.close();
		await panel.execute();
		await expect.poll(() => panel.hints()).toEqual(['Notifications: 1 accepted']);
		expect(apple.simulators.sandbox.ledger.countOf(TOKEN)).toBe(1);
		expect(apple.simulators.sandbox.ledger.entries[0]?.payload).toContain('"sound":"default"');
	});
});
