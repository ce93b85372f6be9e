import { expect, test } from 'vitest';
import type { EditorStage } from './EditorStage.ts';
import {
	APNS,
	BRANCHES,
	branchingWorkflow,
	emptyWorkflow,
	singleNodeWorkflow,
	START,
} from './workflows.ts';

const MESSAGE = ['Title', 'Body'];
const HOW = ['Topic', 'Push Type', 'Payload'];
const MORE = ['Notification Fields', 'Custom Data', 'Split Outputs'];

/** The fields of the panel. n8n shows Authentication where a credential is chosen, not among them. */
export function nodePanelTests(stage: () => EditorStage): void {
	test('a fresh node opens with what a first push needs, and with nothing in red', async () => {
		const editor = await stage().open(emptyWorkflow());
		const creator = await editor.openNodeCreator();
		const panel = await creator.addAction('APNs', 'Send a push notification');
		expect(await panel.fieldNames()).toEqual([
			...['Resource', 'Operation', 'Device Token'],
			...[...MESSAGE, ...HOW, ...MORE, 'Options'],
		]);
		expect(await panel.fieldsWithIssues()).toEqual([]);
		expect(await panel.notices()).toEqual([]);
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
		await panel.choose('payloadMode', 'JSON');
		await expectFields('Device Token', ...HOW, 'Payload (JSON)', 'Split Outputs');
		await panel.choose('payloadMode', 'From Fields');
		await panel.choose('operation', 'Send in Bulk');
		await expectFields('Device Tokens From', 'Token Field', ...MESSAGE, ...HOW, ...MORE);
		await panel.choose('tokenSource', 'List');
		await expectFields('Device Tokens From', 'Device Tokens', ...MESSAGE, ...HOW, ...MORE);
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

	test('dragging a field into Token Field gives its name, and each item its own token', async () => {
		const deviceTokens = stage().simulator.devices.addMany(3, {}, 'dragged');
		const parameters = { operation: 'bulk', tokenField: 'something' };
		const editor = await stage().open(branchingWorkflow({ deviceTokens, parameters }));
		await editor.run(START, 'Devices');
		const panel = await editor.openNode(APNS);
		await panel.drag('deviceToken', 'tokenField');
		await expect.poll(() => panel.valueOf('tokenField')).toBe('deviceToken');
		await panel.close();
		await editor.run(START, APNS);
		for (const token of deviceTokens) expect(stage().simulator.ledger.countOf(token)).toBe(1);
	});

	test('what contradicts itself is said before the run, and no longer when it is mended', async () => {
		const editor = await stage().open(
			singleNodeWorkflow({ deviceToken: '0', title: 'Hello', options: { priority: '10' } }),
		);
		const panel = await editor.openNode(APNS);
		expect(await panel.notices()).toEqual([]);
		await panel.choose('pushType', 'Background');
		await expect
			.poll(() => panel.notices())
			.toEqual([
				expect.stringMatching(/^Title and Body are not sent/),
				expect.stringMatching(/with priority 5 only\..* the option Priority/),
			]);
		await panel.choose('pushType', 'Live Activity');
		await expect.poll(() => panel.notices()).toEqual([]);
		await panel.choose('pushType', 'Push to Talk');
		await expect.poll(() => panel.notices()).toEqual([]);
		await panel.choose('payloadMode', 'JSON');
		await expect.poll(() => panel.notices()).toEqual([]);
	});

	test('before the first run, the next node shows which fields it will get', async () => {
		const workflow = branchingWorkflow({
			deviceTokens: [],
			parameters: {},
			connected: BRANCHES.slice(0, 1),
		});
		const editor = await stage().open(workflow);
		const panel = await editor.openNode(BRANCHES[0]);
		await expect
			.poll(() => panel.previewedFields())
			.toEqual(expect.arrayContaining(['deviceToken', 'success', 'errorCode', 'action']));
	});
}
