import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCertificate, simulatorCredential } from '../e2e/simulatorCredential.ts';
import { channelId } from '../simulator/ChannelRegistry.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { itemsAt, runOnError } from './testkit/onError.ts';

const engine = useEngine();

const channel = (operation: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'channel',
	operation,
	...(['get', 'delete'].includes(operation) ? { channelId: '={{ $json.channelId }}' } : {}),
	...more,
});
const broadcast: INodeParameters = {
	resource: 'notification',
	operation: 'broadcast',
	channelId: '={{ $json.channelId }}',
	event: 'update',
	contentState: '{"score": "2 : 1"}',
};

const APP = { bundleId: 'com.example.app', environment: 'custom' };
const NEVER_MADE = channelId('never made');

describe('a channel', () => {
	it('is created, shown, listed, broadcast to and deleted, twice if need be', async () => {
		const simulator = await startSimulator();
		const run = async (parameters: INodeParameters, items = [{}]) => {
			const done = await runApns(engine(), simulator, { items, parameters });
			expect(done.error).toBeUndefined();
			return results(done);
		};

		const created = await run(channel('create'));
		const [id = ''] = simulator.channels.ids();
		const one = { channelId: id, messageStoragePolicy: 1, pushType: 'LiveActivity', ...APP };
		expect(created).toEqual([one]);
		expect(await run(channel('get'), created)).toEqual([one]);
		expect(await run(channel('getAll'))).toEqual([{ channelId: id, ...APP }]);
		expect(await run(broadcast, created)).toMatchObject([{ channelId: id, success: true }]);
		const deleted = { channelId: id, deleted: true, ...APP };
		expect(await run(channel('delete'), created)).toEqual([{ ...deleted, existed: true }]);
		expect(await run(channel('delete'), created)).toEqual([{ ...deleted, existed: false }]);
		expect(await run(channel('getAll'))).toEqual([]);
		expect(simulator.ledger.broadcasts).toHaveLength(1);
	});

	it('stores what it is told to', async () => {
		const simulator = await startSimulator();
		for (const [given, policy] of [
			['0', 0],
			['1', 1],
			['={{ 0 }}', 0],
		] as const) {
			const run = await runApns(engine(), simulator, {
				parameters: channel('create', { messageStoragePolicy: given }),
			});
			const [created] = results(run);
			expect(created).toMatchObject({ messageStoragePolicy: policy });
			const id = String(created?.channelId);
			expect(simulator.channels.get(id)?.storagePolicy).toBe(policy);
		}
	});

	it('comes out as one item for each that there is, linked to the item that asked', async () => {
		const simulator = await startSimulator();
		const ids = Array.from({ length: 60 }, () => simulator.channels.add());
		const told = async (more: INodeParameters) => {
			const parameters = channel('getAll', more);
			return (await runApns(engine(), simulator, { items: [{}, {}], parameters })).items[0];
		};
		const all = await told({ returnAll: true });
		expect(all?.map(({ json }) => json.channelId)).toEqual([...ids, ...ids]);
		expect(all?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1].flatMap((item) => ids.map(() => ({ item }))),
		);
		expect(await told({})).toHaveLength(100);
		expect(await told({ returnAll: false, limit: 2 })).toHaveLength(4);
	});

	it('of several apps and items is asked for at once, over one connection', async () => {
		const simulator = await startSimulator();
		const items = Array.from({ length: 20 }, () => ({ bundleId: 'com.example.app' }));
		const run = await runApns(engine(), simulator, {
			items,
			parameters: channel('create', { bundleId: '={{ $json.bundleId }}' }),
			credentials: { apnsApi: { ...simulatorCredential(simulator), bundleId: '' } },
		});
		expect(results(run)).toHaveLength(20);
		expect(
			results(run)
				.map((one) => one.channelId)
				.toSorted(),
		).toEqual(simulator.channels.ids().toSorted());
		expect(simulator.connections.opened).toBe(1);
	});
});

describe('parameters that cannot be used', () => {
	it.each<[string, string, INodeParameters, Record<string, string>, string]>([
		['no channel ID', 'get', { channelId: '={{ "" }}' }, {}, "'Channel ID' cannot be used"],
		[
			'a channel ID that is none',
			'delete',
			{ channelId: 'sport' },
			{},
			"'Channel ID' cannot be used",
		],
		[
			'a channel ID longer than any',
			'get',
			{ channelId: 'A'.repeat(70_000) },
			{},
			"'Channel ID' cannot be used",
		],
		[
			'a bundle ID longer than any',
			'create',
			{ bundleId: 'a'.repeat(70_000) },
			{},
			"'Bundle ID' has 70000 characters",
		],
		[
			'the credential’s longer than any',
			'getAll',
			{},
			{ bundleId: 'a'.repeat(70_000) },
			"'Bundle ID' in the credential has 70000 characters",
		],
		['no bundle ID anywhere', 'create', {}, { bundleId: '' }, "'Bundle ID' is empty"],
		[
			'a bundle ID that is none',
			'getAll',
			{ bundleId: 'a/../b' },
			{},
			"'Bundle ID' is not a bundle ID",
		],
		['a bundle ID of dots', 'getAll', { bundleId: '..' }, {}, "'Bundle ID' is not a bundle ID"],
		[
			'the credential’s that is none',
			'create',
			{},
			{ bundleId: 'my app' },
			"'Bundle ID' in the credential is not a bundle ID",
		],
		[
			'a bundle ID with a suffix',
			'create',
			{ bundleId: 'com.example.app.push-type.liveactivity' },
			{},
			"'Bundle ID' already contains a push-type suffix",
		],
		[
			'a storage policy that is none',
			'create',
			{ messageStoragePolicy: '={{ 2 }}' },
			{},
			"'Message Storage Policy' has an unknown value",
		],
		['a limit of nothing', 'getAll', { limit: 0 }, {}, "'Limit' is 0"],
		[
			'no management URL for Custom',
			'create',
			{},
			{ managementUrl: '' },
			"'Channel Management URL' in the credential",
		],
		[
			'a management URL that is none',
			'getAll',
			{},
			{ managementUrl: 'http://x' },
			"'Channel Management URL' in the credential",
		],
		['a missing team ID', 'create', {}, { teamId: '' }, "'Team ID' is missing"],
	])(
		'%s: an error that names the field, and nothing is sent',
		async (_, operation, wrong, field, message) => {
			const simulator = await startSimulator();
			const run = await runApns(engine(), simulator, {
				items: [{ channelId: NEVER_MADE }],
				parameters: channel(operation, wrong),
				credentials: { apnsApi: { ...simulatorCredential(simulator), ...field } },
			});
			expect(run.error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
			expect(run.error?.message).toContain(message);
			expect(run.error?.description).toMatch(/<a href="https:[^"]+#wrong-set-up"/);
			expect(simulator.connections.attempts).toBe(0);
		},
	);

	it('stop the node before the first request, though the last item alone is at fault', async () => {
		const simulator = await startSimulator();
		const ids = [simulator.channels.add(), simulator.channels.add(), 'sport'];
		const run = await runApns(engine(), simulator, {
			items: ids.map((id) => ({ channelId: id })),
			parameters: channel('delete'),
		});
		expect(run.error).toMatchObject({ context: { itemIndex: 2 } });
		expect(simulator.channels.ids()).toHaveLength(2);
	});

	it('need no management URL where channels are not managed', async () => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, {
			items: [{ channelId: simulator.channels.add() }],
			parameters: broadcast,
			credentials: { apnsApi: { ...simulatorCredential(simulator), managementUrl: '' } },
		});
		expect(results(run)).toMatchObject([{ success: true }]);
	});
});

describe('what APNs refuses', () => {
	it('is an error with its item, and says what was done before', async () => {
		const simulator = await startSimulator();
		const fine = simulator.channels.add();
		const run = await runApns(engine(), simulator, {
			items: [{ channelId: fine }, { channelId: NEVER_MADE }, { channelId: fine }],
			parameters: channel('get'),
		});
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '400',
			message: expect.stringContaining('This channel does not exist'),
			description: expect.stringMatching(/of 3 channels were found anyway\. <a href=.*#not_found/),
			context: { itemIndex: 1 },
		});
	});

	it.each(['observed', 'documented'] as const)(
		'is an app without broadcasts, in either spelling of Apple (%s)',
		async (spelling) => {
			const simulator = await startSimulator(spelling === 'documented' ? { spelling } : {});
			simulator.channels.setCapability(false);
			for (const operation of ['create', 'getAll']) {
				const run = await runApns(engine(), simulator, { parameters: channel(operation) });
				expect(run.error).toMatchObject({
					name: 'NodeApiError',
					message: expect.stringMatching(/Broadcast is not enabled.*FeatureNotEnabled/),
				});
			}
			const sent = await runApns(engine(), simulator, {
				items: [{ channelId: NEVER_MADE }],
				parameters: broadcast,
			});
			expect(sent.error).toMatchObject({
				name: 'NodeApiError',
				message: expect.stringMatching(/Broadcast is not enabled.*FeatureNotEnabled/),
			});
		},
	);

	it('is a key that is refused, once for all', async () => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, {
			items: Array.from({ length: 100 }, () => ({})),
			parameters: channel('create'),
			credentials: { apnsApi: { ...simulatorCredential(simulator), keyId: 'WRONGKEY00' } },
		});
		expect(run.error).toMatchObject({
			httpCode: '403',
			message: expect.stringContaining('Invalid'),
		});
		expect(simulator.ledger.requests).toBeLessThan(5);
	});

	it('stops further requests: no channel is created that nobody hears of', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({
			kind: 'answer',
			status: 400,
			reason: 'BadRequestParams',
			at: { request: 1 },
		});
		const run = await runApns(engine(), simulator, {
			items: [{}, {}, {}],
			parameters: channel('create'),
		});
		expect(run.error).toMatchObject({ context: { itemIndex: 0 } });
		expect(simulator.channels.ids()).toEqual([]);
	});

	it.each([
		['continueRegularOutput', 0],
		['continueErrorOutput', 1],
	] as const)('is an item with On Error %s, and the others are done', async (onError, output) => {
		const simulator = await startSimulator();
		const fine = simulator.channels.add();
		const items = [{ channelId: 'sport' }, { channelId: NEVER_MADE }, { channelId: fine }];
		const run = await runOnError(engine(), simulator, onError, items, channel('get'));
		expect(run.error).toBeUndefined();
		expect(itemsAt(run, 0).at(-1)).toEqual({
			json: { channelId: fine, messageStoragePolicy: 0, pushType: 'LiveActivity', ...APP },
			pairedItem: { item: 2 },
		});
		expect(itemsAt(run, output).slice(0, 2)).toMatchObject([
			{
				json: {
					error: expect.stringMatching(/^'Channel ID' cannot be used\. The channel ID is not/),
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					error: {
						message: expect.stringContaining('This channel does not exist'),
						...{ errorCode: 'NOT_FOUND', status: 400, reason: 'BadChannelId', outcome: 'rejected' },
						...{ ...APP, attempts: 1, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/i) },
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('is nothing at all where no item comes in', async () => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, { items: [], parameters: channel('create') });
		expect(run.items[0] ?? []).toEqual([]);
		expect(simulator.connections.attempts).toBe(0);
	});
});

it('a creation that got no answer is not repeated, and says that there may be a channel', async () => {
	const simulator = await startSimulator();
	simulator.faults.add({ kind: 'disconnect', when: 'afterProcessing', at: { request: 1 } });
	const run = await runApns(engine(), simulator, { parameters: channel('create') });
	expect(run.error).toMatchObject({
		name: 'NodeApiError',
		message: expect.stringMatching(/The channel may have been created.*Get Many/),
	});
	expect(simulator.channels.ids()).toHaveLength(1);
});

it('a certificate does what a key does: a channel is created, broadcast to and deleted', async () => {
	const simulator = await startSimulator();
	const certificate = await simulator.createClientCertificate();
	const credentials = { apnsCertificateApi: simulatorCertificate(simulator, certificate) };
	let items: IDataObject[] = [{}];
	for (const parameters of [channel('create'), broadcast, channel('delete')]) {
		const run = await runApns(engine(), simulator, {
			...{ items, credentials },
			parameters: { ...parameters, authentication: 'certificate' },
		});
		expect(run.error).toBeUndefined();
		items = results(run);
	}
	expect(items).toMatchObject([{ deleted: true, existed: true }]);
	expect(simulator.ledger.broadcasts).toHaveLength(1);
	expect(simulator.connections.providerTokensSeen.size).toBe(0);
});
