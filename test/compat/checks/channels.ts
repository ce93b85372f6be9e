import type { INode, INodeParameters } from 'n8n-workflow';
import { beforeEach, describe, expect, test } from 'vitest';
import { SEND, sendWorkflow } from '../../e2e/workflows.ts';
import { channelId } from '../../simulator/ChannelRegistry.ts';
import type { CheckStage } from '../CheckStage.ts';

/** Channels, and broadcasts to them. */
export function channels(stage: () => CheckStage): void {
	describe('a channel', () => {
		beforeEach(() => stage().simulator.ledger.clear());

		test('is created, shown, listed, broadcast to and deleted', async () => {
			const [created] = await results('create');
			const [id = ''] = stage().simulator.channels.ids();
			expect(created).toMatchObject({ channelId: id });
			expect(await results('get', { channelId: id })).toMatchObject([{ channelId: id }]);
			expect(await results('getAll', { returnAll: true })).toMatchObject([{ channelId: id }]);
			const update = { channelId: id, event: 'update', contentState: '{"score": "2 : 1"}' };
			expect(await results('broadcast', { resource: 'notification', ...update })).toMatchObject([
				{ channelId: id, success: true },
			]);
			expect(stage().simulator.ledger.broadcasts).toHaveLength(1);
			expect(await results('delete', { channelId: id })).toMatchObject([{ deleted: true }]);
			expect(stage().simulator.channels.ids()).toEqual([]);
		});

		test('that is not there stops the workflow with APNs’ words', async () => {
			const { status, data } = await ask('get', { channelId: channelId('never made') });
			expect(status).toBe('error');
			expect(data.resultData.error).toMatchObject({ name: 'NodeApiError' });
		});

		test('that is not there leads to the error output, with what is wrong', async () => {
			const settings = { onError: 'continueErrorOutput' } as const;
			const execution = await ask('get', { channelId: channelId('never made') }, settings);
			expect(execution.status).toBe('success');
			expect(execution.json(SEND, 0)).toEqual([]);
			expect(execution.json(SEND, 1)).toMatchObject([
				{
					error: {
						message: expect.any(String),
						bundleId: stage().simulator.identity.bundleId,
						environment: 'custom',
					},
				},
			]);
		});

		async function results(operation: string, more: INodeParameters = {}) {
			const execution = await ask(operation, more);
			expect(execution.errorMessage).toBeUndefined();
			return execution.json(SEND);
		}

		async function ask(
			operation: string,
			more: INodeParameters = {},
			settings: Partial<INode> = {},
		) {
			const parameters = { resource: 'channel', operation, ...more };
			return await stage().run(sendWorkflow(operation, ['one item'], parameters), settings);
		}
	});
}
