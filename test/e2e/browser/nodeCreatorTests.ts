import { expect, test } from 'vitest';
import { Apns } from '../../../nodes/Apns/Apns.node.ts';
import type { EditorStage } from './EditorStage.ts';
import { isLoaded } from './isLoaded.ts';
import { emptyWorkflow } from './workflows.ts';

const ACTIONS = new Apns().description.properties
	.filter(({ name }) => name === 'operation')
	.flatMap(({ options = [] }) => options)
	.flatMap((option) => ('action' in option ? [String(option.action)] : []));

/** What people type to find it. */
const WORDS = [
	...['push', 'ios', 'apple', 'notification', 'apns', 'ios push', 'iphone', 'mdm', 'widget'],
	...['lock screen', 'approval', 'live activity'],
];

/** People who search for the node must find it. */
export function nodeCreatorTests(stage: () => EditorStage): void {
	test('searching for what it is for finds the node, with its icon', async () => {
		const editor = await stage().open(emptyWorkflow());
		const creator = await editor.openNodeCreator();
		for (const word of WORDS) {
			// The list is empty in between, so the entry is there because of this word.
			await creator.search('zzzz');
			await creator.entry('APNs').waitFor({ state: 'detached' });
			await creator.search(word);
			const icon = creator.entry('APNs').locator('img').first();
			await expect.poll(() => isLoaded(icon), { message: word }).toBe(true);
		}
	});

	test('its actions are offered by their names', async () => {
		const editor = await stage().open(emptyWorkflow());
		const creator = await editor.openNodeCreator();
		await creator.search('apns');
		await creator.entry('APNs').click();
		expect(ACTIONS).toHaveLength(10);
		for (const action of ACTIONS) await creator.entry(action).waitFor();
	});
}
