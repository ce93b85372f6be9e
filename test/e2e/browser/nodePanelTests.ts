import { expect, test } from 'vitest';
import type { EditorStage } from './EditorStage.ts';
import { APNS, branchingWorkflow, emptyWorkflow, singleNodeWorkflow, START } from './workflows.ts';

const CONTENT = ['Title', 'Body', 'Notification Fields', 'Custom Data'];

/** The fields of the panel. */
export function nodePanelTests(stage: () => EditorStage): void {
	test('a fresh node opens with what a first push needs, and with nothing in red', async () => {
		const editor = await stage().open(emptyWorkflow());
		const creator = await editor.openNodeCreator();
		const panel = await creator.addAction('APNs', 'Send notification');
		expect(await panel.fieldNames()).toEqual([
			...['Resource', 'Operation', 'Device Token', 'Topic', 'Push Type', 'Payload'],
			...CONTENT,
			...['Split Outputs', 'Options'],
		]);
		expect(await panel.fieldsWithIssues()).toEqual([]);
	});

	test('opened again, it asks for the device token and for nothing else', async () => {
		const editor = await stage().open(singleNodeWorkflow());
		const panel = await editor.openNode(APNS);
		await expect.poll(() => panel.fieldsWithIssues()).toEqual(['deviceToken']);
		await panel.field('deviceToken').locator('input').fill('{{ $now }}');
		await expect.poll(() => panel.fieldsWithIssues()).toEqual([]);
	});

	test('each payload mode, operation and resource shows the fields that it reads, and no other', async () => {
		const editor = await stage().open(singleNodeWorkflow());
		const panel = await editor.openNode(APNS);
		const expectFields = async (...names: string[]) => {
			const all = ['Resource', 'Operation', ...names, 'Options'];
			await expect.poll(() => panel.fieldNames()).toEqual(all);
		};
		const how = ['Topic', 'Push Type', 'Payload'];

		await panel.choose('payloadMode', 'JSON');
		await expectFields('Device Token', ...how, 'Payload (JSON)', 'Split Outputs');
		await panel.choose('payloadMode', 'From Fields');
		await panel.choose('operation', 'Send in Bulk');
		await expectFields('Device Tokens From', 'Token Field', ...how, ...CONTENT, 'Split Outputs');
		await panel.choose('tokenSource', 'List');
		await expectFields('Device Tokens From', 'Device Tokens', ...how, ...CONTENT, 'Split Outputs');
		await panel.choose('resource', 'Connection');
		await expectFields();
	});

	test('an expression is shown with what it comes to', async () => {
		const deviceTokens = stage().simulator.devices.addMany(1, {}, 'expression');
		const editor = await stage().open(branchingWorkflow({ deviceTokens, parameters: {} }));
		await editor.run(START, APNS);
		const panel = await editor.openNode(APNS);
		await panel.parameters.getByText(deviceTokens[0] ?? '').waitFor();
		expect(await panel.fieldsWithIssues()).toEqual([]);
	});
}
