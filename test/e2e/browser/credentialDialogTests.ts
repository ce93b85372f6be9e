import { generateKeyPairSync } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { CredentialDialog } from './CredentialDialog.ts';
import type { EditorStage } from './EditorStage.ts';
import { APNS, singleNodeWorkflow } from './workflows.ts';

/** The dialog for the values that Apple issued. */
export function credentialDialogTests(stage: () => EditorStage): void {
	describe('the credential dialog', () => {
		// It would stay open.
		afterEach(async () => await stage().closeEditor());

		test('a new credential asks for what Apple gives out; Custom asks for a server besides', async () => {
			const editor = await stage().open(singleNodeWorkflow());
			const credential = await (await editor.openNode(APNS)).newCredential();
			const first = [
				...['Key ID *', 'Private Key (.p8) *', 'Team ID *', 'Bundle ID'],
				'If you leave Bundle ID empty, set it in each APNs node.',
				'Environment',
			];
			const apple = [...first, 'Port', 'Proxy'];
			await expect.poll(() => credential.fieldNames()).toEqual(apple);
			await credential.chooseEnvironment('Custom');
			const server = ['Base URL *', 'Channel Management URL', 'CA Certificate'];
			const custom = [...first, ...server, 'Proxy'];
			await expect.poll(() => credential.fieldNames()).toEqual(custom);
			await credential.chooseEnvironment('Sandbox');
			await expect.poll(() => credential.fieldNames()).toEqual(apple);
		});

		test('the right key is tested when it is saved, and never shown again', async () => {
			const { identity, connections } = stage().simulator;
			const editor = await stage().open(singleNodeWorkflow());
			const panel = await editor.openNode(APNS);
			const credential = await panel.newCredential();
			const opened = connections.opened;
			await fill(stage(), credential, identity.privateKey);
			expect(await isMasked(credential.field('privateKey'))).toBe(true);
			await credential.save();
			await credential.dialog.waitFor({ state: 'hidden' });
			expect(connections.opened).toBeGreaterThan(opened);

			const again = await panel.openCredential();
			await again.success.waitFor();
			expect(await isMasked(again.field('privateKey'))).toBe(true);
			const secret = identity.privateKey.split('\n')[1] ?? '';
			expect(secret).toHaveLength(64);
			expect(await again.field('privateKey').inputValue()).not.toContain(secret);
			expect(await editor.page.content()).not.toContain(secret);
		});

		test('a wrong key is refused in a sentence that says what to check', async () => {
			const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
			const editor = await stage().open(singleNodeWorkflow());
			const credential = await (await editor.openNode(APNS)).newCredential();
			const other = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
			await fill(stage(), credential, other);
			await credential.save();
			await credential.showDetails();
			await credential.dialog
				.getByText(
					/^APNs refused the credential\. Are .* swapped\? Check that .*InvalidProviderToken\)$/,
				)
				.waitFor();
			expect(await credential.success.isVisible()).toBe(false);
		});
	});
}

async function fill(
	stage: EditorStage,
	credential: CredentialDialog,
	privateKey: string,
): Promise<void> {
	const { identity, baseUrl } = stage.simulator;
	const { teamId, keyId, caCertificate } = identity;
	await credential.chooseEnvironment('Custom');
	await credential.fill({ teamId, keyId, privateKey, baseUrl, caCertificate });
}

/** Whether dots replace the characters. A password field with several rows is a text area. */
async function isMasked(field: Locator): Promise<boolean> {
	const style = await field.evaluate(
		(element) =>
			// The browser's own types are not among those of the tests.
			(
				globalThis as unknown as { getComputedStyle(of: unknown): Record<string, string> }
			).getComputedStyle(element)['webkitTextSecurity'],
	);
	return style === 'disc';
}
