import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

describe('a set-up that cannot be used', () => {
	it.each<[string, INodeParameters, Record<string, string>, string]>([
		[
			'JSON that does not parse',
			{ customData: '{"a": 1,,}' },
			{},
			"'Custom Data' is not valid JSON",
		],
		[
			'a payload that is no object',
			{ payloadMode: 'json', payload: '[1, 2]' },
			{},
			"'Payload (JSON)' is not a JSON object",
		],
		['custom data with "aps"', { customData: '{"aps": {}}' }, {}, 'has the key "aps"'],
		['no topic anywhere', {}, { bundleId: '' }, "'Topic' is empty"],
		['a topic that is none', { topic: 'com.example\r\nx: y' }, {}, "'Topic' is not a bundle ID"],
		['a missing team ID', {}, { teamId: '' }, "'Team ID' is missing"],
		['a malformed key ID', {}, { keyId: 'short' }, "'Key ID' in the credential is not a Key ID"],
		[
			'a key that is none',
			{},
			{ privateKey: 'MIIBIjANBg' },
			"'Private Key (.p8)' in the credential",
		],
		['a base URL that is none', {}, { baseUrl: 'http://x' }, "'Base URL' in the credential"],
		[
			'an expiration in 1970',
			{ options: { expiration: '300' } },
			{},
			"'Expiration' cannot be used",
		],
	])(
		'%s is an error with the item’s index, and nothing is sent',
		async (_, wrong, field, message) => {
			const simulator = await startSimulator();
			const [token = ''] = simulator.devices.addMany(1);
			const credential = simulatorCredential(simulator);

			const run = await runApns(engine(), simulator, {
				items: [{ deviceToken: token }],
				parameters: { deviceToken: '={{ $json.deviceToken }}', title: 'Hello', ...wrong },
				credentials: { apnsApi: { ...credential, ...field } },
			});

			expect(run.error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
			expect(run.error?.message).toContain(message);
			expect(run.error?.description).toMatch(/^[A-Z0-9].* <a href="https:[^"]+#wrong-set-up"/);
			expect(JSON.stringify(run.error)).not.toContain('MIIBIjANBg');
			expect(simulator.connections.attempts).toBe(0);
		},
	);

	it('stops before the first notification, even where only the last item is at fault', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3);
		const run = await runApns(engine(), simulator, {
			items: tokens.map((token, index) => ({ deviceToken: token, data: index < 2 ? '{}' : '{' })),
			parameters: { deviceToken: '={{ $json.deviceToken }}', customData: '={{ $json.data }}' },
		});
		expect(run.error).toMatchObject({ context: { itemIndex: 2 } });
		expect(simulator.ledger.requests).toBe(0);
	});

	it('with On Error set to continue, only the item at fault fails', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3);
		const run = await runApns(engine(), simulator, {
			onError: 'continueErrorOutput',
			items: tokens.map((token, index) => ({ deviceToken: token, data: index === 1 ? '{' : '{}' })),
			parameters: { deviceToken: '={{ $json.deviceToken }}', customData: '={{ $json.data }}' },
		});
		expect(run.error).toBeUndefined();
		expect(results(run).map((result) => result.deviceToken)).toEqual([tokens[0], tokens[2]]);
		expect(run.items[1]).toMatchObject([
			{ json: { error: expect.stringContaining("'Custom Data' is not valid JSON") } },
		]);
		// Data, not a page: no HTML.
		expect(run.items[1]?.[0]?.json.error).not.toContain('<');
		expect(simulator.ledger.accepted).toBe(2);
	});

	it('a credential that APNs refuses is an exception after one request, where nothing was accepted', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(2000);
		const credentials = {
			apnsApi: { ...simulatorCredential(simulator), keyId: 'WRONGKEY00' },
		};
		const items = tokens.map((token) => ({ deviceToken: token }));

		const stopped = await runApns(engine(), simulator, { items, credentials });
		expect(stopped.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '403',
			message: expect.stringContaining('InvalidProviderToken'),
		});
		expect(simulator.ledger.requests).toBeLessThan(24);

		const continued = await runApns(engine(), simulator, {
			items,
			credentials,
			onError: 'continueErrorOutput',
		});
		expect(continued.error).toBeUndefined();
		expect(results(continued)).toEqual([]);
		expect(continued.items[1]).toHaveLength(2000);
		expect(continued.items[1]?.[1999]?.json).toMatchObject({
			error: expect.stringContaining('InvalidProviderToken'),
			details: { errorCode: 'AUTH_FAILED', outcome: 'notSent', action: 'fixCredentials' },
		});
		expect(simulator.ledger.requests).toBeLessThan(48);
	});

	it('a credential refused in the middle of a run loses nothing that is known', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(2000);
		simulator.faults.add({
			kind: 'answer',
			status: 403,
			reason: 'InvalidProviderToken',
			at: { fromRequest: 500 },
		});

		const run = await runApns(engine(), simulator, {
			items: tokens.map((token) => ({ deviceToken: token })),
		});

		expect(run.error).toBeUndefined();
		const told = results(run);
		expect(told).toHaveLength(2000);
		for (const [index, { deviceToken: token, outcome, errorCode }] of told.entries()) {
			expect(token).toBe(tokens[index]);
			expect(outcome === 'accepted').toBe(simulator.ledger.has(String(token)));
			expect(errorCode).toBe(outcome === 'accepted' ? 'SUCCESS' : 'AUTH_FAILED');
		}
		expect(told.at(-1)).toMatchObject({ outcome: 'notSent', reason: 'InvalidProviderToken' });
		expect(simulator.ledger.requests).toBeLessThan(1000);
	});
});

describe('Fail on Rejection', () => {
	const failing = {
		deviceToken: '={{ $json.deviceToken }}',
		title: 'Hello',
		options: { failOnRejection: true },
	};

	it('stops the node with one error that says how many were accepted', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(100);
		tokens[50] = deviceToken('nobody');

		const run = await runApns(engine(), simulator, {
			items: tokens.map((token) => ({ deviceToken: token })),
			parameters: { ...failing, options: { failOnRejection: true, maxConcurrentStreams: 1 } },
		});

		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '400',
			context: { itemIndex: 50 },
			message: expect.stringContaining('BadDeviceToken'),
			description: expect.stringMatching(
				/^50 of 100 notifications were already accepted.*<a href="https:[^"]+#invalid_token"/,
			),
		});
		expect(simulator.ledger.accepted).toBe(50);
	});

	it('sends nothing at all where a token is seen to be unusable beforehand', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const run = await runApns(engine(), simulator, {
			items: [{ deviceToken: token }, { deviceToken: 'nonsense' }],
			parameters: failing,
		});
		expect(run.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(simulator.ledger.requests).toBe(0);
	});

	it('in both continue modes gives the failed item to n8n as an error, with the result inside', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const nobody = deviceToken('nobody');
		for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
			const run = await runApns(engine(), simulator, {
				onError,
				items: [{ deviceToken: token }, { deviceToken: nobody }],
				parameters: failing,
			});
			const failed = run.items[onError === 'continueErrorOutput' ? 1 : 0]?.at(-1);
			expect(results(run)[0]).toMatchObject({ deviceToken: token, success: true });
			expect(failed?.json).toMatchObject({
				error: expect.stringContaining('BadDeviceToken'),
				details: { deviceToken: nobody, errorCode: 'INVALID_TOKEN', status: 400 },
			});
		}
	});
});
