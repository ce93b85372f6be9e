import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { startAppleHosts } from './testkit/appleHosts.ts';

const engine = useEngine();

const IN_PRODUCTION = deviceToken('known in production');
const IN_SANDBOX = deviceToken('known in the sandbox');

async function bulk(items: IDataObject[], parameters: INodeParameters = {}) {
	const hosts = await startAppleHosts();
	hosts.production.devices.add({ token: IN_PRODUCTION });
	hosts.sandbox.devices.add({ token: IN_SANDBOX });
	const run = await runApns(engine(), hosts.production, {
		items,
		credentials: { apnsApi: hosts.credential() },
		parameters: {
			operation: 'bulk',
			environmentField: 'app.environment',
			title: 'Hello',
			...parameters,
		},
	});
	return { hosts, run };
}

const item = (token: string, environment?: unknown): IDataObject => ({
	deviceToken: token,
	app: { environment } as IDataObject,
});

describe('Environment Field of Send in Bulk', () => {
	it('sends each token to its own environment; an empty field means that of the credential', async () => {
		const { hosts, run } = await bulk([
			item(IN_SANDBOX, 'sandbox'),
			item(IN_PRODUCTION, ' Production '),
			item(IN_PRODUCTION.toUpperCase(), ''),
			item(deviceToken('nobody'), 'development'),
		]);
		expect(results(run)).toMatchObject([
			{ success: true, environment: 'sandbox' },
			{ success: true, environment: 'production' },
			{ success: true, environment: 'production' },
			{ success: false, reason: 'BadDeviceToken', environment: 'sandbox' },
		]);
		expect(hosts.sandbox.ledger.accepted).toBe(1);
		expect(hosts.production.ledger.accepted).toBe(1);
	});

	it('goes before the option Environment, token by token', async () => {
		const { run } = await bulk([item(IN_SANDBOX), item(IN_PRODUCTION, 'production')], {
			options: { environment: 'sandbox' },
		});
		expect(results(run).map(({ environment }) => environment)).toEqual(['sandbox', 'production']);
		expect(results(run).every(({ success }) => success)).toBe(true);
	});

	it('makes the same token in two environments two notifications, and in one environment one', async () => {
		const { hosts, run } = await bulk([
			item(IN_PRODUCTION, 'sandbox'),
			item(IN_PRODUCTION, 'production'),
			item(IN_PRODUCTION, 'production'),
			item(IN_PRODUCTION),
		]);
		expect(results(run).map(({ success }) => success)).toEqual([false, true, true, true]);
		expect(results(run).map(({ duplicate = false }) => duplicate)).toEqual([
			...[false, false, true, true],
		]);
		expect(hosts.production.ledger.accepted).toBe(1);
	});

	it.each(['staging', 7, { a: 1 }, 'constructor'])(
		'with %j in it is that token’s result, and the others are sent',
		async (wrong) => {
			const { run } = await bulk([item(IN_PRODUCTION, wrong), item(IN_SANDBOX, 'sandbox')]);
			expect(results(run)).toMatchObject([
				{
					errorCode: 'BAD_REQUEST',
					outcome: 'notSent',
					message: expect.stringContaining('It must be production or sandbox.'),
				},
				{ success: true },
			]);
		},
	);

	it('takes the value of each item where the field was dragged in as an expression', async () => {
		const { run } = await bulk([item(IN_SANDBOX, 'sandbox'), item(IN_PRODUCTION, 'production')], {
			environmentField: '={{ $json.app.environment }}',
		});
		expect(results(run).every(({ success }) => success)).toBe(true);
	});

	it('that no item has is an error that shows the fields there are, and nothing is sent', async () => {
		const { hosts, run } = await bulk([item(IN_PRODUCTION, 'production')], {
			environmentField: 'env',
		});
		expect(run.error?.message).toContain(
			"'Environment Field' names a field that no input item has",
		);
		expect(run.error?.description).toContain('deviceToken, app.environment');
		expect(hosts.production.ledger.accepted).toBe(0);
	});

	it('changes nothing where the environment is Custom: the server takes the tokens of both', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const run = await runApns(engine(), simulator, {
			items: [item(token, 'sandbox')],
			parameters: { operation: 'bulk', environmentField: 'app.environment', title: 'Hello' },
		});
		expect(results(run)).toMatchObject([{ success: true, environment: 'custom' }]);
	});
});
