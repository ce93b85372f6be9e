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
const HOW = ['Push Type', 'Payload'];
const MORE = ['Notification Fields', 'Sound', 'Custom Data'];
const LAST = ['Simplify', 'Split Outputs', 'Bundle ID'];

/** The fields of the panel. n8n shows Authentication next to the credential, not among them. */
export function nodePanelTests(stage: () => EditorStage): void {
	test('a fresh node opens with what a first push needs, and with nothing in red', async () => {
		const editor = await stage().open(emptyWorkflow());
		const creator = await editor.openNodeCreator();
		const panel = await creator.addAction('APNs', 'Send a push notification');
		expect(await panel.fieldNames()).toEqual([
			...['Resource', 'Operation', 'Device Token'],
			...[...MESSAGE, ...HOW, ...MORE, ...LAST, 'Options'],
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
		await expectFields('Device Token', ...HOW, 'Payload (JSON)', ...LAST);
		await panel.choose('payloadMode', 'From Fields');
		await panel.choose('operation', 'Send in Bulk');
		const content = [...MESSAGE, ...HOW, ...MORE, ...LAST];
		await expectFields('Device Tokens From', 'Token Field', 'Environment Field', ...content);
		await panel.choose('tokenSource', 'List');
		await expectFields('Device Tokens From', 'Device Tokens', ...content);
		await panel.choose('resource', 'Connection');
		await expectFields();
	});

	test('the default sound is there, and is not sent any more once it is removed', async () => {
		const [device = ''] = stage().simulator.devices.addMany(1, {}, 'sound');
		const editor = await stage().open(singleNodeWorkflow({ deviceToken: device, title: 'Hello' }));
		const panel = await editor.openNode(APNS);
		await panel.execute();
		await panel.removeField('Sound');
		await panel.start();
		await expect
			.poll(() =>
				stage().simulator.ledger.entries.filter(({ deviceToken }) => deviceToken === device),
			)
			.toMatchObject([
				{ payload: '{"aps":{"alert":{"title":"Hello"},"sound":"default"}}' },
				{ payload: '{"aps":{"alert":{"title":"Hello"}}}' },
			]);
	});

	test('the options are few, and Expiration and Delivery Tuning are groups', async () => {
		const editor = await stage().open(singleNodeWorkflow({ deviceToken: '0', title: 'Hello' }));
		const panel = await editor.openNode(APNS);
		expect(await panel.optionsOf('Add option')).toEqual([
			...['APNs ID', 'Collapse ID', 'Delivery Tuning', 'Environment', 'Expiration'],
			...['Fail on Rejection', 'Include Input Fields', 'On Unknown Delivery'],
			...['On Wrong Environment', 'Priority'],
		]);
		await panel.addOption('Add option', 'Expiration');
		await expect
			.poll(() => panel.fieldNames())
			.toEqual(expect.arrayContaining(['Expires', 'Amount', 'Unit']));
		await panel.addOption('Add option', 'Delivery Tuning');
		await expect
			.poll(() => panel.fieldNames())
			.toEqual(expect.arrayContaining(['Max Attempts', 'Request Timeout', 'Max per Second']));
	});

	test('a Live Activity is described in the order of Apple’s documentation', async () => {
		const parameters = { deviceToken: '0', pushType: 'liveactivity', event: 'start' };
		const editor = await stage().open(singleNodeWorkflow(parameters));
		const panel = await editor.openNode(APNS);
		const names = await panel.fieldNames();
		expect(names.slice(names.indexOf('Event'), names.indexOf('Live Activity Fields'))).toEqual([
			...['Event', 'Content State', 'Attributes Type', 'Attributes', 'Title', 'Body'],
		]);
		expect(await panel.fieldsWithIssues()).toEqual([]);
	});

	test('a name in the place of a bundle ID is noticed before the run', async () => {
		const editor = await stage().open(singleNodeWorkflow({ deviceToken: '0', title: 'Hello' }));
		const panel = await editor.openNode(APNS);
		await panel.fill('topic', 'Payments');
		await expect
			.poll(() => panel.notices())
			.toEqual([expect.stringMatching(/does not look like a bundle ID/)]);
		await panel.fill('topic', 'com.example.app');
		await expect.poll(() => panel.notices()).toEqual([]);
	});

	test('a simplified result fits the table; a complete one has all its columns', async () => {
		const [device = ''] = stage().simulator.devices.addMany(1, {}, 'columns');
		const editor = await stage().open(singleNodeWorkflow({ deviceToken: device, title: 'Hello' }));
		const panel = await editor.openNode(APNS);
		await panel.execute();
		const five = ['success', 'errorCode', 'message', 'action', 'deviceToken'];
		expect(await panel.columns()).toEqual(five);
		await panel.toggle('simplify');
		await panel.execute();
		expect(await panel.columns()).toEqual([
			...five,
			'status',
			...Array(9).fill(expect.any(String)),
		]);
	});

	test('Preview says above the output what would be sent, or why nothing would be', async () => {
		const [device = ''] = stage().simulator.devices.addMany(1, {}, 'previewed');
		const parameters = { operation: 'preview', deviceToken: device, title: 'Hello' };
		const editor = await stage().open(singleNodeWorkflow(parameters));
		const panel = await editor.openNode(APNS);
		await panel.execute();
		await expect.poll(() => panel.hints()).toEqual(['Valid · 53 of 4,096 bytes · com.example.app']);
		await panel.fill('deviceToken', 'nonsense');
		await panel.execute();
		await expect.poll(() => panel.hints()).toEqual([expect.stringMatching(/^Would not be sent: /)]);
	});

	test('Send in Bulk says that expressions use the first input item', async () => {
		const editor = await stage().open(singleNodeWorkflow({ operation: 'bulk', title: 'Hello' }));
		const panel = await editor.openNode(APNS);
		await expect
			.poll(() => panel.notices())
			.toEqual([expect.stringMatching(/^All devices receive the same notification/)]);
	});

	test('Check Health shows the bundle ID', async () => {
		const parameters = { resource: 'connection', operation: 'health' };
		const editor = await stage().open(singleNodeWorkflow(parameters));
		const panel = await editor.openNode(APNS);
		await panel.execute();
		expect(await panel.columns()).toContain('bundleId');
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
				expect.stringMatching(/only with priority 5\..* Priority/),
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
