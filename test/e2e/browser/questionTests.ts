import { expect, test } from 'vitest';
import { press } from '../../simulator/phone/press.ts';
import { RECORDED, type Addresses } from '../questions/QuestionStage.ts';
import type { EditorStage } from './EditorStage.ts';
import { APNS, emptyWorkflow, singleNodeWorkflow, START } from './workflows.ts';

/** A question, as the person who builds the workflow sees it. */
export function questionTests(stage: () => EditorStage): void {
	test('a question asks for a device and a text; how it is answered decides the category', async () => {
		const editor = await stage().open(emptyWorkflow());
		const creator = await editor.openNodeCreator();
		const panel = await creator.addAction(
			'APNs',
			'Send a push notification and wait for a response',
		);
		const fields = ['Resource', 'Operation', 'Device Token', 'Title', 'Message'];
		expect(await panel.fieldNames()).toEqual([...fields, 'Response Type', 'Category', 'Options']);
		expect(await panel.valueOf('title')).toBe('Approval needed');
		expect(await panel.valueOf('category')).toBe('N8N_APPROVAL');
		await panel.choose('responseType', 'Free Text');
		await expect.poll(() => panel.valueOf('category')).toBe('N8N_REPLY');
	});

	test('the canvas shows that it waits, and goes on when the phone has answered', async () => {
		const { simulator } = stage();
		const [deviceToken = ''] = simulator.devices.addMany(1, {}, 'asked in the editor');
		const editor = await stage().open(
			singleNodeWorkflow({ operation: 'sendAndWait', deviceToken, message: 'Pay 25 EUR?' }),
		);
		await editor.start(START);
		await editor.waiting(APNS).waitFor();
		const waiting = await editor.openNode(APNS);
		await waiting.output.getByText('when someone answers on their device').waitFor();
		await waiting.close();
		const entry = simulator.ledger.entries.find((one) => one.deviceToken === deviceToken);
		const { n8n } = JSON.parse(entry?.payload ?? '') as { n8n: Addresses };
		expect(await press(n8n.approve)).toEqual(RECORDED);
		await editor.succeeded(APNS).waitFor();
		const panel = await editor.openNode(APNS);
		await panel.output.getByText('approved').first().waitFor();
	});

	test('Human review lists the node', async () => {
		const editor = await stage().open(emptyWorkflow());
		const creator = await editor.openNodeCreator();
		await creator.entry('Human review').click();
		await creator.entry('APNs').waitFor();
	});
}
