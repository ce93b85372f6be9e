import { expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { EditorStage } from './EditorStage.ts';
import { APNS, BRANCHES, branchingWorkflow, START } from './workflows.ts';
import { tuned } from '../../engine/testkit/tuned.ts';

const FOUR = ['Sent', 'Unregistered', 'Retry Later', 'Failed'];
const CONNECTIONS = BRANCHES.map((name, output) => `${output} → ${name}`);
const split = { splitOutputs: true, options: tuned({ maxAttempts: 1 }) };

/** One output or four. */
export function splitOutputsTests(stage: () => EditorStage): void {
	test('Split Outputs makes four named outputs of one; their connections stay when saved', async () => {
		const workflow = branchingWorkflow({ deviceTokens: [], parameters: {} });
		const workflowId = await stage().import(workflow);
		const editor = await stage().openImported(workflowId);
		await expect.poll(() => editor.outputsOf(APNS)).toEqual(['']);

		const panel = await editor.openNode(APNS);
		await panel.toggle('splitOutputs');
		await panel.close();
		await expect.poll(() => editor.outputsOf(APNS)).toEqual(FOUR);

		for (const [output, name] of BRANCHES.entries()) await editor.connect(APNS, output, name);
		await expect.poll(() => editor.connectionsFrom(APNS)).toEqual(CONNECTIONS);
		await editor.save();
		await expect.poll(() => stage().savedConnections(workflowId, APNS)).toEqual([...BRANCHES]);
		await editor.reload();
		await expect.poll(() => editor.outputsOf(APNS)).toEqual(FOUR);
		await expect.poll(() => editor.connectionsFrom(APNS)).toEqual(CONNECTIONS);
	});

	test('switched off again, one output is left, with its connection', async () => {
		const editor = await stage().open(
			branchingWorkflow({ deviceTokens: [], parameters: split, connected: BRANCHES }),
		);
		await expect.poll(() => editor.connectionsFrom(APNS)).toEqual(CONNECTIONS);
		const panel = await editor.openNode(APNS);
		await panel.toggle('splitOutputs');
		await panel.close();
		await expect.poll(() => editor.outputsOf(APNS)).toEqual(['']);
		await expect.poll(() => editor.connectionsFrom(APNS)).toEqual(CONNECTIONS.slice(0, 1));
	});

	test('a run leads each result to its output, on the canvas and in the panel', async () => {
		const { devices } = stage().simulator;
		const editor = await stage().open(
			branchingWorkflow({
				deviceTokens: [
					deviceToken('nobody has this one'),
					...devices.addMany(3, { state: { kind: 'unregistered', sinceMs: 1 } }, 'split gone'),
					...devices.addMany(4, {}, 'split active'),
					...devices.addMany(2, { rateLimited: 'always' }, 'split busy'),
				],
				parameters: split,
				connected: BRANCHES,
			}),
		);
		await editor.run(START, BRANCHES[3]);
		const [done, forget, tryAgain, lookInto] = BRANCHES;
		await expect
			.poll(() => editor.itemCountsFrom(APNS))
			.toEqual({
				[done]: '4 items',
				[forget]: '3 items',
				[tryAgain]: '2 items',
				[lookInto]: '1 item',
			});
		const panel = await editor.openNode(APNS);
		await expect
			.poll(() => panel.outputTabs())
			.toEqual([
				'Sent Branch (4 items)',
				'Unregistered Branch (3 items)',
				'Retry Later Branch (2 items)',
				'Failed Branch (1 item)',
			]);
	});

	// n8n's engine passes pinned data to the first output of any node, and its editor offers pinning only for
	// nodes with one output (`canPinNode` in usePinnedData.ts).
	test('what was pinned while there was one output leaves through Sent, where n8n puts it', async () => {
		const workflow = branchingWorkflow({
			deviceTokens: stage().simulator.devices.addMany(1, {}, 'pinned'),
			parameters: split,
			connected: BRANCHES,
		});
		const pinData = { [APNS]: [{ json: { deviceToken: 'a pinned one', errorCode: 'SUCCESS' } }] };
		const editor = await stage().open({ ...workflow, pinData });
		await editor.run(START, BRANCHES[0]);
		const panel = await editor.openNode(BRANCHES[0]);
		await panel.output.getByText('a pinned one').waitFor();
		await panel.close();
		for (const name of BRANCHES.slice(1)) expect(await editor.succeeded(name).count()).toBe(0);
	});
}
