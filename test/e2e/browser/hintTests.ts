import { expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { EditorStage } from './EditorStage.ts';
import { APNS, branchingWorkflow, START } from './workflows.ts';

/** The hints above the output after a run. */
export function hintTests(stage: () => EditorStage): void {
	test('after a run the counts stand above the output', async () => {
		const { devices } = stage().simulator;
		const deviceTokens = [
			...devices.addMany(5, {}, 'hint active'),
			...devices.addMany(2, { state: { kind: 'unregistered', sinceMs: 1 } }, 'hint gone'),
		];
		const editor = await stage().open(branchingWorkflow({ deviceTokens, parameters: {} }));
		await editor.run(START, APNS);
		const panel = await editor.openNode(APNS);
		await expect
			.poll(() => panel.hints())
			.toEqual(['Notifications: 5 accepted · 2 unregistered: delete these tokens']);
	});

	test('typical mistakes are named there: the wrong environment, a message without content', async () => {
		const deviceTokens = [deviceToken('of a test build'), deviceToken('of another one')];
		const editor = await stage().open(
			branchingWorkflow({ deviceTokens, parameters: { title: '' } }),
		);
		await editor.run(START, APNS);
		const panel = await editor.openNode(APNS);
		await expect
			.poll(() => panel.hints())
			.toEqual([
				expect.stringMatching(/^2 notifications: APNs does not recognize this device token\./),
				expect.stringMatching(/Check the environment/),
				expect.stringMatching(/shows nothing on the device/),
			]);
	});
}
