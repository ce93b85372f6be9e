import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { channelId } from '../simulator/ChannelRegistry.ts';
import { broadcastRemarks } from '../simulator/remarks/payloadRemarks.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { itemsAt, runOnError } from './testkit/onError.ts';

const engine = useEngine();

const NEVER_MADE = channelId('never made');
const UPDATE: INodeParameters = {
	resource: 'notification',
	operation: 'broadcast',
	channelId: '={{ $json.channelId }}',
	event: 'update',
	contentState: '={{ $json.state }}',
};

async function broadcast(
	simulator: ApnsSimulator,
	channelIds: unknown[],
	more: INodeParameters = {},
	field: Record<string, string> = {},
) {
	return await runApns(engine(), simulator, {
		items: channelIds.map((id, index) => ({ channelId: id as string, state: { index } })),
		parameters: { ...UPDATE, ...more },
		credentials: { apnsApi: { ...simulatorCredential(simulator), ...field } },
	});
}

describe('a broadcast', () => {
	it('goes to the channel of each item, and comes out as one result each', async () => {
		const simulator = await startSimulator();
		const ids = [simulator.channels.add(), simulator.channels.add({ storagePolicy: 1 })];
		const before = Math.floor(Date.now() / 1000);
		const run = await broadcast(simulator, ids, { title: 'Goal', body: '2 : 1' });
		expect(run.items[0]).toEqual(
			ids.map((id, item) => ({
				json: {
					channelId: id,
					success: true,
					errorCode: 'SUCCESS',
					status: 200,
					reason: null,
					message: 'Notification accepted by APNs',
					action: 'none',
					outcome: 'accepted',
					apnsId: expect.stringMatching(/^[0-9a-f-]{36}$/),
					apnsUniqueId: null,
					timestamp: null,
					retryAfter: null,
					attempts: 1,
					topic: 'com.example.app',
					environment: 'custom',
				},
				pairedItem: { item },
			})),
		);
		const { broadcasts } = simulator.ledger;
		expect(broadcasts.map((one) => one.channelId).toSorted()).toEqual(ids.toSorted());
		for (const one of broadcasts) {
			const { aps } = JSON.parse(one.payload) as { aps: Record<string, unknown> };
			expect(one).toMatchObject({ bundleId: 'com.example.app', priority: 10, expiration: 0 });
			expect(aps).toEqual({
				event: 'update',
				timestamp: expect.any(Number),
				'content-state': { index: ids.indexOf(one.channelId) },
				alert: { title: 'Goal', body: '2 : 1' },
			});
			expect(aps.timestamp).toBeGreaterThanOrEqual(before);
		}
		expect(broadcasts.flatMap(broadcastRemarks)).toEqual([]);
	});

	it('ends what it has updated', async () => {
		const simulator = await startSimulator();
		const id = simulator.channels.add();
		await broadcast(simulator, [id], { event: 'end', liveActivityFields: { dismissalDate: '0' } });
		const [ended] = simulator.ledger.broadcasts;
		expect(JSON.parse(ended?.payload ?? '')).toMatchObject({
			aps: { event: 'end', 'dismissal-date': 0 },
		});
	});

	it('is the JSON that was written', async () => {
		const simulator = await startSimulator();
		const payload = '{"aps":{"event":"update","timestamp":1767225600,"content-state":{}},"a":1}';
		const id = simulator.channels.add();
		const run = await broadcast(simulator, [id], { payloadMode: 'json', payload });
		expect(results(run)).toMatchObject([{ success: true }]);
		expect(simulator.ledger.broadcasts).toMatchObject([{ payload }]);
	});

	it('has the options that a channel knows, and no collapse ID', async () => {
		const simulator = await startSimulator();
		const apnsId = '123e4567-e89b-42d3-a456-426614174000';
		const options = {
			priority: '5',
			expiration: { values: { expires: 'afterTimeInterval', amount: 1, unit: 'hours' } },
			...{ apnsId, collapseId: 'x', includeInputFields: true },
		};
		const id = simulator.channels.add({ storagePolicy: 1 });
		const run = await broadcast(simulator, [id], { options });
		expect(results(run)).toMatchObject([
			{ channelId: id, state: { index: 0 }, apns: { channelId: id, success: true, apnsId } },
		]);
		const [entry] = simulator.ledger.broadcasts;
		expect(entry).toMatchObject({ requestId: apnsId, priority: 5 });
		expect(entry?.expiration).toBeGreaterThan(Date.now() / 1000 + 3000);
	});

	it('may be 5,120 bytes long, and is not sent where it is longer', async () => {
		const simulator = await startSimulator();
		const id = simulator.channels.add();
		const longer = (bytes: number) => ({
			payloadMode: 'json',
			payload: JSON.stringify({ aps: {}, x: 'x'.repeat(bytes - 17) }),
		});
		expect(results(await broadcast(simulator, [id], longer(5120)))).toMatchObject([
			{ success: true },
		]);
		expect(results(await broadcast(simulator, [id], longer(5121)))).toMatchObject([
			{
				errorCode: 'PAYLOAD_TOO_LARGE',
				outcome: 'notSent',
				message: expect.stringContaining('5121 bytes; APNs allows 5120'),
			},
		]);
	});
});

describe('a result', () => {
	it('says of each channel what became of its broadcast', async () => {
		const simulator = await startSimulator();
		const deleted = simulator.channels.add();
		simulator.channels.delete(deleted);
		const fine = simulator.channels.add();
		const run = await broadcast(simulator, [fine, deleted, NEVER_MADE, 'sport', null]);
		expect(results(run)).toMatchObject([
			{ channelId: fine, success: true },
			{ channelId: deleted, errorCode: 'NOT_FOUND', reason: 'ChannelNotRegistered' },
			{ channelId: NEVER_MADE, errorCode: 'NOT_FOUND', reason: 'BadChannelId' },
			{
				channelId: 'sport',
				errorCode: 'BAD_REQUEST',
				outcome: 'notSent',
				status: null,
				action: 'fixNotification',
				message: expect.stringContaining('The channel ID is not valid'),
			},
			{ channelId: null, outcome: 'notSent', message: 'Not sent. The channel ID is empty.' },
		]);
		expect(simulator.ledger.requests).toBe(3);
	});

	it('names what a channel that stores nothing takes', async () => {
		const simulator = await startSimulator();
		const options = {
			expiration: { values: { expires: 'afterTimeInterval', amount: 1, unit: 'hours' } },
		};
		const run = await broadcast(simulator, [simulator.channels.add()], { options });
		expect(results(run)).toMatchObject([
			{ reason: 'BadExpirationDate', message: expect.stringContaining('must be 0') },
		]);
	});

	it('leaves by the outputs of Split Outputs', async () => {
		const simulator = await startSimulator();
		const ids = [simulator.channels.add(), NEVER_MADE];
		const run = await broadcast(simulator, ids, { splitOutputs: true });
		expect(run.items.map((output) => output.map(({ json }) => json.channelId))).toEqual([
			[ids[0]],
			[],
			[],
			[NEVER_MADE],
		]);
	});

	it('is a failure with Fail on Rejection, which follows On Error', async () => {
		const simulator = await startSimulator();
		const items = [NEVER_MADE, simulator.channels.add()].map((id) => ({
			channelId: id,
			state: { goals: 1 },
		}));
		const parameters = { ...UPDATE, options: { failOnRejection: true } };
		const stopped = await runOnError(engine(), simulator, 'stopWorkflow', items, parameters);
		expect(stopped.error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
		const continued = await runOnError(
			...([engine(), simulator, 'continueErrorOutput', items, parameters] as const),
		);
		expect(itemsAt(continued, 0)).toMatchObject([{ json: { success: true } }]);
		expect(itemsAt(continued, 1)).toMatchObject([
			{ json: { error: { channelId: NEVER_MADE, errorCode: 'NOT_FOUND' } } },
		]);
	});

	it('is in doubt where the answer did not come, and the broadcast is not repeated by itself', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'disconnect', when: 'afterProcessing', at: { request: 1 } });
		const run = await broadcast(simulator, [simulator.channels.add()]);
		expect(results(run)).toMatchObject([
			{
				outcome: 'unknown',
				action: 'review',
				message: expect.stringContaining('the broadcast may have been sent'),
			},
		]);
		expect(simulator.ledger.broadcasts).toHaveLength(1);
	});
});

describe('a set-up that cannot be used', () => {
	it.each<[string, INodeParameters, Record<string, string>, string]>([
		['no bundle ID anywhere', {}, { bundleId: '' }, "'Bundle ID' is empty"],
		['a bundle ID that is none', { bundleId: 'com.example/app' }, {}, "'Bundle ID' is not"],
		['an update without content', { contentState: '' }, {}, "'Content State' is empty"],
		['a start', { event: '={{ "start" }}' }, {}, 'A broadcast cannot start a Live Activity'],
		[
			'a start in JSON',
			{ payloadMode: 'json', payload: '{"aps":{"event":"start"}}' },
			{},
			'A broadcast cannot start a Live Activity',
		],
		['JSON that is none', { payloadMode: 'json', payload: '{' }, {}, 'is not valid JSON'],
	])('(%s) is an error, and nothing is sent', async (_, wrong, field, message) => {
		const simulator = await startSimulator();
		const run = await broadcast(simulator, [simulator.channels.add()], wrong, field);
		expect(run.error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(run.error?.message).toContain(message);
		expect(simulator.connections.attempts).toBe(0);
	});
});
