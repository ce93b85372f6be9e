import { afterEach, describe, expect, test } from 'vitest';
import type { EditorStage } from './EditorStage.ts';
import { isLoaded } from './isLoaded.ts';
import { APNS, singleNodeWorkflow } from './workflows.ts';

const THEMES = [
	{ colorScheme: 'light', file: 'apns.svg' },
	{ colorScheme: 'dark', file: 'apns.dark.svg' },
] as const;

/** The icon is legible on both backgrounds. */
export function iconTests(stage: () => EditorStage): void {
	describe('the icon', () => {
		// The credential's dialog would stay open.
		afterEach(async () => await stage().closeEditor());

		test.each(THEMES)(
			'in the $colorScheme theme, the node and its credential have the icon $file',
			async ({ colorScheme, file }) => {
				const editor = await stage().open(singleNodeWorkflow());
				await editor.page.emulateMedia({ colorScheme });
				const onCanvas = editor.node(APNS).locator('img').first();
				const panel = await editor.openNode(APNS);
				const { dialog } = await panel.openCredential();
				for (const icon of [onCanvas, dialog.locator('img').first()]) {
					await expect.poll(() => icon.getAttribute('src')).toMatch(`/nodes/Apns/${file}`);
					await expect.poll(() => isLoaded(icon)).toBe(true);
				}
			},
		);
	});
}
