import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { until } from '../e2e/until.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { startAppleHosts, type AppleHosts } from './testkit/appleHosts.ts';
import { tuned } from './testkit/tuned.ts';

const engine = useEngine();

const HERE = deviceToken('known here');
const THERE = deviceToken('known there');
const NOWHERE = deviceToken('known nowhere');

async function start(): Promise<AppleHosts> {
	const hosts = await startAppleHosts();
	hosts.production.devices.add({ token: HERE });
	hosts.sandbox.devices.add({ token: THERE });
	return hosts;
}

async function send(
	hosts: AppleHosts,
	items: IDataObject[],
	options: INodeParameters,
	more: { onError?: 'continueErrorOutput'; credential?: object } = {},
) {
	const { credential, ...settings } = more;
	return await runApns(engine(), hosts.production, {
		items,
		credentials: { apnsApi: hosts.credential(credential) },
		parameters: { deviceToken: '={{ $json.deviceToken }}', title: 'Hello', options },
		...settings,
	});
}

const itemsFor = (...tokens: string[]) => tokens.map((token) => ({ deviceToken: token }));

describe('a device token of the other environment', () => {
	it('is reported as invalid, unless asked otherwise, and the other environment hears nothing', async () => {
		const hosts = await start();
		const run = await send(hosts, itemsFor(HERE, THERE), {});
		expect(results(run)).toMatchObject([
			{ errorCode: 'SUCCESS', environment: 'production' },
			{ errorCode: 'INVALID_TOKEN', environment: 'production', attempts: 1 },
		]);
		expect(hosts.sandbox.connections.attempts).toBe(0);
	});

	it.each(['production', 'sandbox'] as const)(
		'is tried once in the other, and the result says that it was there (asked for: %s)',
		async (environment) => {
			const hosts = await start();
			const isProduction = environment === 'production';
			const [own, misplaced] = isProduction ? [HERE, THERE] : [THERE, HERE];
			const run = await send(
				hosts,
				itemsFor(own, misplaced),
				{ onWrongEnvironment: 'tryOther' },
				{ credential: { environment } },
			);
			const other = isProduction ? 'sandbox' : 'production';
			expect(results(run)).toMatchObject([
				{ errorCode: 'SUCCESS', environment, attempts: 1 },
				{
					deviceToken: misplaced,
					success: true,
					environment: other,
					attempts: 2,
					message: expect.stringContaining(`in the ${other} environment`),
				},
			]);
			expect(hosts[other].ledger.countOf(misplaced)).toBe(1);
			expect(hosts[other].ledger.requests).toBe(1);
			expect(run.hints.map(({ message }) => message)).toEqual([
				'Notifications: 2 accepted',
				expect.stringContaining('accepted only in the other environment'),
			]);
		},
	);

	it('is sent the same notification there: apns-id, headers and payload', async () => {
		const hosts = await start();
		const apnsId = '123e4567-e89b-42d3-a456-426614174000';
		const run = await send(hosts, itemsFor(THERE), {
			onWrongEnvironment: 'tryOther',
			apnsId,
			collapseId: 'order-1',
		});
		expect(hosts.sandbox.ledger.entries).toMatchObject([
			{
				apnsId,
				collapseId: 'order-1',
				payload: '{"aps":{"alert":{"title":"Hello"},"sound":"default"}}',
			},
		]);
		expect(results(run)).toMatchObject([{ apnsId, apnsUniqueId: expect.any(String) }]);
	});

	it('that is refused there as well keeps its first result, with both attempts counted', async () => {
		const hosts = await start();
		const run = await send(hosts, itemsFor(NOWHERE), { onWrongEnvironment: 'tryOther' });
		expect(results(run)).toMatchObject([
			{
				errorCode: 'INVALID_TOKEN',
				reason: 'BadDeviceToken',
				action: 'checkToken',
				environment: 'production',
				attempts: 2,
				message: expect.stringContaining('also tried in the other environment'),
			},
		]);
		expect(hosts.sandbox.ledger.requests).toBe(1);
	});

	it('is told to be sent again where the other environment could not be asked', async () => {
		const hosts = await start();
		hosts.sandbox.faults.add({ kind: 'answer', status: 503, reason: 'ServiceUnavailable' });
		const options = { onWrongEnvironment: 'tryOther', ...tuned({ maxAttempts: 1 }) };
		const run = await send(hosts, itemsFor(THERE), options);
		expect(results(run)).toMatchObject([
			{ errorCode: 'SERVER_ERROR', action: 'retryLater', environment: 'sandbox', attempts: 2 },
		]);
	});

	it('that was uninstalled there is told so', async () => {
		const hosts = await start();
		const gone = hosts.sandbox.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs: 1 },
		});
		const run = await send(hosts, itemsFor(gone), { onWrongEnvironment: 'tryOther' });
		expect(results(run)).toMatchObject([
			{ errorCode: 'UNREGISTERED', action: 'removeToken', environment: 'sandbox' },
		]);
	});

	it('is no failure with Fail on Rejection where the other accepts it', async () => {
		const hosts = await start();
		const options = { onWrongEnvironment: 'tryOther', failOnRejection: true };
		const run = await send(hosts, itemsFor(HERE, THERE), options);
		expect(run.error).toBeUndefined();
		expect(results(run)).toMatchObject([{ success: true }, { success: true }]);

		const failed = await send(hosts, itemsFor(HERE, NOWHERE), options);
		expect(failed.error).toMatchObject({ context: { itemIndex: 1 } });
	});

	it('gives all the rest its results where the key is refused there', async () => {
		const hosts = await start();
		hosts.sandbox.faults.add({ kind: 'answer', status: 403, reason: 'BadEnvironmentKeyInToken' });
		const run = await send(hosts, itemsFor(THERE, NOWHERE), { onWrongEnvironment: 'tryOther' });
		expect(run.error).toBeUndefined();
		expect(results(run)).toMatchObject([
			{ errorCode: 'INVALID_TOKEN', environment: 'production' },
			{ errorCode: 'INVALID_TOKEN', environment: 'production' },
		]);
	});
});

describe('a token of the other environment, in an execution that is stopped', () => {
	it('was not tried there and says so: its own environment alone would call it wrong', async () => {
		const hosts = await start();
		hosts.production.faults.add({ kind: 'silent', at: { tokens: [HERE] } });
		const stop = new AbortController();
		const running = runApns(engine(), hosts.production, {
			items: itemsFor(THERE, HERE),
			credentials: { apnsApi: hosts.credential() },
			parameters: { options: { onWrongEnvironment: 'tryOther' } },
			signal: stop.signal,
		});
		await until('Both requests', 10_000, () =>
			hosts.production.ledger.requests === 2 ? true : undefined,
		);
		stop.abort();
		const [misplaced] = (await running).returned?.[0] ?? [];
		expect(misplaced?.json).toMatchObject({
			errorCode: 'CANCELLED',
			action: 'retryLater',
			outcome: 'notSent',
			environment: 'sandbox',
			message: expect.stringContaining('to be tried in the sandbox environment'),
		});
		expect(hosts.sandbox.connections.attempts).toBe(0);
	});
});

describe('the environment of a notification', () => {
	it('may differ from item to item, and so may whether the other one is tried', async () => {
		const hosts = await start();
		const run = await send(
			hosts,
			[
				{ deviceToken: HERE, environment: 'production', wrong: 'report' },
				{ deviceToken: THERE, environment: 'sandbox', wrong: 'report' },
				{ deviceToken: THERE, environment: 'production', wrong: 'tryOther' },
				{ deviceToken: THERE, environment: 'production', wrong: 'report' },
			],
			{ environment: '={{ $json.environment }}', onWrongEnvironment: '={{ $json.wrong }}' },
		);
		expect(results(run)).toMatchObject([
			{ success: true, environment: 'production' },
			{ success: true, environment: 'sandbox' },
			{ success: true, environment: 'sandbox', attempts: 2 },
			{ success: false, environment: 'production', attempts: 1 },
		]);
		expect(hosts.production.connections.opened).toBe(1);
		expect(hosts.sandbox.connections.opened).toBe(1);
	});

	it('shares one rate with those of the other: Max per Second is that of the node', async () => {
		const hosts = await startAppleHosts();
		const items = [hosts.production, hosts.sandbox].flatMap(({ devices }, index) =>
			devices
				.addMany(15, {}, `environment ${index}`)
				.map((token) => ({ deviceToken: token, environment: index ? 'sandbox' : 'production' })),
		);
		const startMs = performance.now();
		const run = await send(hosts, items, {
			environment: '={{ $json.environment }}',
			...tuned({ maxPerSecond: 20 }),
		});
		expect(results(run).every(({ success }) => success)).toBe(true);
		// Thirty at twenty per second, the first one immediately.
		expect(performance.now() - startMs).toBeGreaterThan(1_350);
	});

	it('of a server of one’s own has no other', async () => {
		const hosts = await start();
		const { baseUrl, identity } = hosts.production;
		const custom = {
			environment: 'custom',
			baseUrl,
			proxy: '',
			caCertificate: identity.caCertificate,
		};
		const run = await send(
			hosts,
			itemsFor(THERE),
			{ onWrongEnvironment: 'tryOther' },
			{ credential: custom },
		);
		expect(results(run)).toMatchObject([
			{ errorCode: 'INVALID_TOKEN', environment: 'custom', attempts: 1 },
		]);
		expect(hosts.sandbox.ledger.requests).toBe(0);
	});

	it('that is none of the values is an error before anything is sent', async () => {
		const hosts = await start();
		const run = await send(hosts, itemsFor(HERE), { onWrongEnvironment: '={{ "ask" }}' });
		expect(run.error?.message).toContain("'On Wrong Environment' has an unknown value");
		expect(hosts.production.ledger.requests).toBe(0);
	});

	it('a duplicate of a token that was found in the other has its outcome, too', async () => {
		const hosts = await start();
		const run = await runApns(engine(), hosts.production, {
			credentials: { apnsApi: hosts.credential() },
			items: itemsFor(THERE, THERE.toUpperCase()),
			parameters: {
				operation: 'bulk',
				title: 'Hello',
				options: { onWrongEnvironment: 'tryOther' },
			},
		});
		const [first, second] = results(run);
		expect(first).toMatchObject({ success: true, environment: 'sandbox', attempts: 2 });
		expect(second).toEqual({ ...first, deviceToken: THERE.toUpperCase(), duplicate: true });
		expect(hosts.sandbox.ledger.countOf(THERE)).toBe(1);
	});
});
