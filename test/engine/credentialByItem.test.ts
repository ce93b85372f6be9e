import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCertificate, simulatorCredential } from '../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { createIdentity } from '../simulator/identity.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import type { RunNodeOptions } from './Engine.ts';
import { productionEngine } from './hostModules.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { tuned } from './testkit/tuned.ts';

const engine = useEngine({ expressionEngine: productionEngine() });

/** A separate developer account, with its app, its devices and its server. */
async function startAccount(bundleId: string): Promise<ApnsSimulator> {
	return await startSimulator({ identity: await createIdentity({ bundleId }) });
}

/** A credential that takes every field from the item's `account`. */
function ofItem(account: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	const names = Object.keys(account).filter((name) => name !== 'environment');
	const fields = names.map((name) => [name, `={{ $json.account.${name} }}`]);
	return { ...Object.fromEntries(fields), environment: 'custom' };
}

/** Items for both accounts in turn. */
function itemsFor(accounts: readonly ApnsSimulator[], count: number): IDataObject[] {
	const tokens = accounts.map(({ devices }) => devices.addMany(count));
	return Array.from({ length: count }, (_, index) => {
		const at = index % accounts.length;
		const account = { ...simulatorCredential(accounts[at]!) };
		return { deviceToken: tokens[at]![index]!, account } as IDataObject;
	});
}

async function run(
	items: IDataObject[],
	parameters: INodeParameters = {},
	more: Partial<RunNodeOptions> = {},
) {
	const { account } = items[0] as { account: ICredentialDataDecryptedObject };
	return await engine().runNode({
		items,
		credentials: { apnsApi: ofItem(account) },
		...more,
		parameters: { resource: 'notification', operation: 'send', simplify: false, ...parameters },
	});
}

const send = { deviceToken: '={{ $json.deviceToken }}', title: 'Hello' };
const APPS = ['com.example.one', 'com.example.two'] as const;
const bothAccounts = async () =>
	[await startAccount(APPS[0]), await startAccount(APPS[1])] as const;

describe('a credential with expressions', () => {
	it('is that of each item: each notification goes to its own account', async () => {
		const accounts = await bothAccounts();
		const ran = await run(itemsFor(accounts, 6), send);
		expect(ran.error).toBeUndefined();
		expect(results(ran).map(({ success, topic }) => [success, topic])).toEqual(
			[0, 1, 0, 1, 0, 1].map((at) => [true, APPS[at]]),
		);
		for (const { ledger, connections } of accounts) {
			expect(ledger.accepted).toBe(3);
			expect(connections.opened).toBe(1);
			expect(connections.providerTokensSeen.size).toBe(1);
		}
	});

	it('shares one connection and its limits where only the app differs', async () => {
		const apps = Array.from({ length: 20 }, (_, index) => `com.example.app${index}`);
		const simulator = await startSimulator({
			identity: await createIdentity({ furtherBundleIds: apps }),
		});
		const items = apps.flatMap((app) =>
			simulator.devices
				.addMany(5, { bundleId: app }, app)
				.map((deviceToken) => ({ deviceToken, app })),
		);
		const ran = await runApns(engine(), simulator, {
			items,
			credentials: {
				apnsApi: { ...simulatorCredential(simulator), bundleId: '={{ $json.app }}' },
			},
			parameters: { ...send, options: tuned({ maxConnections: 1, maxConcurrentStreams: 3 }) },
		});
		expect(ran.error).toBeUndefined();
		expect(results(ran).map(({ success, topic }) => [success, topic])).toEqual(
			items.map(({ app }) => [true, app]),
		);
		expect(simulator.connections).toMatchObject({ opened: 1, peakStreams: 3 });
	});

	it('with a certificate is that of each item, too', async () => {
		const accounts = await bothAccounts();
		const items = itemsFor(accounts, 4);
		for (const [index, item] of items.entries()) {
			const simulator = accounts[index % 2]!;
			item.account = simulatorCertificate(
				simulator,
				await simulator.createClientCertificate(),
			) as IDataObject;
		}
		const ran = await runApns(engine(), accounts[0], {
			items,
			parameters: { ...send, authentication: 'certificate' },
			credentials: { apnsCertificateApi: ofItem(items[0]!.account as never) },
		});
		expect(results(ran).map(({ success, topic }) => [success, topic])).toEqual(
			[0, 1, 0, 1].map((at) => [true, APPS[at]]),
		);
	});

	it('holds for a broadcast and for channels as well', async () => {
		const accounts = await bothAccounts();
		const items = itemsFor(accounts, 2);
		const created = await run(items, { resource: 'channel', operation: 'create' });
		expect(results(created).map(({ bundleId }) => bundleId)).toEqual([...APPS]);
		const channels = accounts.map(({ channels: ofAccount }, at) => ofAccount.ids(APPS[at]));
		expect(channels.map(({ length }) => length)).toEqual([1, 1]);

		const withChannels = items.map((item, at) => ({ ...item, channelId: channels[at]![0]! }));
		const broadcast = await run(withChannels, {
			operation: 'broadcast',
			channelId: '={{ $json.channelId }}',
			contentState: '{"score": 1}',
		});
		expect(results(broadcast)).toMatchObject([{ success: true }, { success: true }]);
		for (const { ledger } of accounts) expect(ledger.broadcasts).toHaveLength(1);
	});

	it('shows in Preview: the app of each item', async () => {
		const accounts = await bothAccounts();
		const ran = await run(itemsFor(accounts, 2), { operation: 'preview', ...send });
		expect(results(ran).map(({ headers }) => headers)).toMatchObject(
			APPS.map((app) => ({ 'apns-topic': app })),
		);
	});

	it('is that of the first item for Check Health, which looks once', async () => {
		const accounts = await bothAccounts();
		const ran = await run(itemsFor(accounts, 2), { resource: 'connection', operation: 'health' });
		expect(results(ran)).toMatchObject([
			{ status: 'healthy', providerToken: { teamId: accounts[0].identity.teamId } },
		]);
		expect(accounts[1].connections.attempts).toBe(0);
	});
});

describe('Send in Bulk, which has one credential', () => {
	const bulk = { operation: 'bulk', title: 'Hello' };

	it('takes one with expressions that is the same for all items', async () => {
		const account = await startAccount(APPS[0]);
		const ran = await run(itemsFor([account], 20), bulk);
		expect(results(ran)).toEqual(Array(20).fill(expect.objectContaining({ success: true })));
		expect(account.connections.opened).toBe(1);
	});

	it('sends nothing where items have several, and names the first that has another', async () => {
		const accounts = await bothAccounts();
		const ran = await run(itemsFor(accounts, 4), bulk);
		expect(ran.error).toMatchObject({
			context: { itemIndex: 1 },
			message: 'The credential of this item differs from that of the first item',
			description: expect.stringContaining('Use Send'),
		});
		for (const { connections } of accounts) expect(connections.attempts).toBe(0);
	});

	it('goes on, where it shall, with those that have the credential of the first', async () => {
		const accounts = await bothAccounts();
		const ran = await run(itemsFor(accounts, 4), bulk, { onError: 'continueRegularOutput' });
		expect(results(ran)).toMatchObject([
			{ success: true },
			{
				error: expect.stringContaining(
					'The credential of this item differs from that of the first',
				),
			},
			{ success: true },
			{
				error: expect.stringContaining(
					'The credential of this item differs from that of the first',
				),
			},
		]);
		expect(accounts[1].connections.attempts).toBe(0);
	});

	it('of a list takes that of the first item, which the list is from', async () => {
		const accounts = await bothAccounts();
		const items: IDataObject[] = itemsFor(accounts, 3).map(({ deviceToken, ...item }) => ({
			...item,
			tokens: [deviceToken] as string[],
		}));
		items[2] = { tokens: [] };
		const ran = await run(items, {
			...bulk,
			tokenSource: 'list',
			deviceTokens: '={{ $json.tokens }}',
		});
		expect(results(ran)).toMatchObject([{ success: true, topic: APPS[0] }]);
		expect(ran.credentialReads).toBe(1);
	});
});

describe('a credential that cannot be used for one item', () => {
	const broken: Array<[string, (item: IDataObject) => IDataObject, string]> = [
		[
			'a field that is empty there',
			({ account, ...item }) => ({ ...item, account: { ...(account as object), teamId: '' } }),
			"'Team ID' is missing in the credential",
		],
		['an item without it', ({ deviceToken }) => ({ deviceToken }), 'in the credential'],
	];

	it.each(broken)('%s: nothing is sent, and the item is named', async (_, breakIt, message) => {
		const account = await startAccount(APPS[0]);
		const items = itemsFor([account], 4);
		items[2] = breakIt(items[2]!);
		const ran = await run(items, send);
		expect(ran.error).toMatchObject({
			name: 'NodeOperationError',
			context: { itemIndex: 2 },
			message: expect.stringContaining(message),
		});
		expect(account.connections.attempts).toBe(0);
	});

	it.each(broken)('%s: the others are sent where the node goes on', async (_, breakIt, message) => {
		const account = await startAccount(APPS[0]);
		const items = itemsFor([account], 4);
		items[0] = breakIt(items[0]!);
		const ran = await runApns(engine(), account, {
			items,
			credentials: { apnsApi: ofItem(items[1]!.account as never) },
			parameters: send,
			onError: 'continueRegularOutput',
		});
		expect(results(ran)).toMatchObject([
			{ error: expect.stringContaining(message) },
			...Array(3).fill({ success: true }),
		]);
	});

	it('an expression that n8n cannot evaluate stops it before the first notification', async () => {
		const account = await startAccount(APPS[0]);
		const ran = await runApns(engine(), account, {
			items: itemsFor([account], 3),
			credentials: {
				apnsApi: {
					...simulatorCredential(account),
					bundleId: '={{ $itemIndex === 1 ? $("Nowhere").item.json.app : "com.example.one" }}',
				},
			},
			parameters: send,
		});
		expect(ran.error?.context).toMatchObject({ itemIndex: 1 });
		expect(account.connections.attempts).toBe(0);
	});
});

describe('a credential is read', () => {
	it.each([
		['without expressions', {}],
		[
			'with expressions that no item changes',
			{ bundleId: '={{ $vars.app ?? "com.example.app" }}' },
		],
	])('once, %s', async (_, change) => {
		const simulator = await startSimulator();
		const ran = await runApns(engine(), simulator, {
			items: simulator.devices.addMany(500).map((deviceToken) => ({ deviceToken })),
			credentials: { apnsApi: { ...simulatorCredential(simulator), ...change } },
			parameters: send,
		});
		expect(results(ran).every(({ success }) => success)).toBe(true);
		expect(ran.credentialReads).toBe(1);
	});

	it('no further once the execution was stopped', async () => {
		const account = await startAccount(APPS[0]);
		const stop = new AbortController();
		stop.abort();
		const ran = await run(itemsFor([account], 50), send, { signal: stop.signal });
		expect(ran.credentialReads).toBeLessThan(3);
		expect(account.connections.attempts).toBe(0);
	});
});
