import { describe, expect, it } from 'vitest';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

describe('notification: send', () => {
	it('gives one result per item, in input order, paired with its item', async () => {
		const simulator = await startSimulator();
		const active = simulator.devices.add({ token: deviceToken('active') });
		const gone = simulator.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs: Date.UTC(2026, 4, 1) },
		});

		const run = await runApns(engine(), simulator, {
			items: [{ deviceToken: gone }, { deviceToken: active }, { deviceToken: 'nonsense' }],
		});

		expect(run.error).toBeUndefined();
		expect(run.items[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(results(run)).toEqual([
			{
				deviceToken: gone,
				success: false,
				errorCode: 'UNREGISTERED',
				status: 410,
				reason: 'Unregistered',
				message: expect.stringContaining('Delete the token'),
				action: 'removeToken',
				outcome: 'rejected',
				apnsId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				apnsUniqueId: null,
				timestamp: '2026-05-01T00:00:00.000Z',
				retryAfter: null,
				attempts: 1,
				topic: simulator.identity.bundleId,
				environment: 'custom',
			},
			{
				deviceToken: active,
				success: true,
				errorCode: 'SUCCESS',
				status: 200,
				reason: null,
				message: 'Notification accepted by APNs',
				action: 'none',
				outcome: 'accepted',
				apnsId: simulator.ledger.entries[0]?.apnsId,
				apnsUniqueId: expect.any(String),
				timestamp: null,
				retryAfter: null,
				attempts: 1,
				topic: simulator.identity.bundleId,
				environment: 'custom',
			},
			expect.objectContaining({
				deviceToken: 'nonsense',
				success: false,
				errorCode: 'INVALID_TOKEN',
				status: null,
				action: 'checkToken',
				outcome: 'notSent',
				attempts: 0,
			}),
		]);
		expect(simulator.ledger.requests).toBe(2);
	});

	it('evaluates every parameter per item: token, text, push type, options', async () => {
		const simulator = await startSimulator();
		const [one, two] = simulator.devices.addMany(2);

		const run = await runApns(engine(), simulator, {
			items: [
				{ token: one, id: 1, type: 'alert', priority: '10', collapse: 'order-1' },
				{ token: two, id: 2, type: 'voip', priority: '5', collapse: 'order-2' },
			],
			parameters: {
				deviceToken: '={{ $json.token }}',
				pushType: '={{ $json.type }}',
				title: '=Order {{ $json.id }}',
				customData: '={{ { "order": $json.id } }}',
				options: {
					priority: '={{ $json.priority }}',
					collapseId: '={{ $json.collapse }}',
					expiration: { values: { expires: 'nowOrNever' } },
				},
			},
		});

		expect(results(run).map(({ success }) => success)).toEqual([true, true]);
		expect(simulator.ledger.entries.toSorted(byStream)).toMatchObject([
			{
				deviceToken: one,
				topic: 'com.example.app',
				pushType: 'alert',
				priority: 10,
				expiration: 0,
				collapseId: 'order-1',
				payload: '{"aps":{"alert":{"title":"Order 1"},"sound":"default"},"order":1}',
				connection: 1,
			},
			{
				deviceToken: two,
				topic: 'com.example.app.voip',
				pushType: 'voip',
				priority: 5,
				expiration: 0,
				collapseId: 'order-2',
				// A title does not belong to this type.
				payload: '{"aps":{},"order":2}',
				connection: 1,
			},
		]);
	});

	it('what APNs would refuse becomes that token’s result, and the others are sent', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(4);
		const items = [
			{ text: 'x'.repeat(5000) },
			{ collapse: 'é'.repeat(33) },
			{ priority: '10', type: 'background' },
			{},
		].map((item, index) => ({ deviceToken: tokens[index] ?? '', ...item }));

		const run = await runApns(engine(), simulator, {
			items,
			parameters: {
				deviceToken: '={{ $json.deviceToken }}',
				body: '={{ $json.text ?? "" }}',
				pushType: '={{ $json.type ?? "alert" }}',
				options: {
					collapseId: '={{ $json.collapse ?? "" }}',
					priority: '={{ $json.priority ?? "" }}',
				},
			},
		});

		expect(results(run)).toMatchObject([
			{ errorCode: 'PAYLOAD_TOO_LARGE', outcome: 'notSent', action: 'fixNotification' },
			{ errorCode: 'BAD_REQUEST', message: expect.stringContaining('66 bytes') },
			{ errorCode: 'BAD_REQUEST', message: expect.stringContaining('only priority 5') },
			{ errorCode: 'SUCCESS' },
		]);
		expect(results(run)[0]?.message).toMatch(/5\d{3} bytes.*4096/);
		expect(simulator.ledger.requests).toBe(1);
	});

	it('adds content-available to a background push and sends it with priority 5', async () => {
		const simulator = await startSimulator();
		const [token] = simulator.devices.addMany(1);

		await runApns(engine(), simulator, {
			items: [{ deviceToken: token ?? '' }],
			parameters: {
				deviceToken: '={{ $json.deviceToken }}',
				title: '',
				pushType: 'background',
				customData: '{"version":3}',
			},
		});

		expect(simulator.ledger.entries).toMatchObject([
			{
				pushType: 'background',
				priority: 5,
				payload: '{"aps":{"content-available":1},"version":3}',
			},
		]);
	});

	it('sends a whole payload as JSON, given as text or as an object', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(2);
		const payloads = ['{"aps":{"alert":"as text"}}', { aps: { alert: 'as object' } }];

		await runApns(engine(), simulator, {
			items: payloads.map((payload, index) => ({ deviceToken: tokens[index] ?? '', payload })),
			parameters: {
				deviceToken: '={{ $json.deviceToken }}',
				payloadMode: 'json',
				payload: '={{ $json.payload }}',
			},
		});

		expect(simulator.ledger.entries.map(({ payload }) => payload).sort()).toEqual([
			'{"aps":{"alert":"as object"}}',
			'{"aps":{"alert":"as text"}}',
		]);
	});

	it.each(['{}', '{"id":12345678901234567890,"big":1e400,"price":25.00,"aps":{}}'])(
		'sends the JSON %s as it is written',
		async (payload) => {
			const simulator = await startSimulator();
			const [token = ''] = simulator.devices.addMany(1);
			for (const given of [payload, '={{ $json.payload }}', '={{ $json.payload.trim() }}']) {
				await runApns(engine(), simulator, {
					items: [{ deviceToken: token, payload }],
					parameters: {
						deviceToken: '={{ $json.deviceToken }}',
						payloadMode: 'json',
						payload: given,
					},
				});
			}
			expect(simulator.ledger.entries.map((entry) => entry.payload)).toEqual(
				Array(3).fill(payload),
			);
		},
	);

	it('sends Custom Data with the numbers as they are written', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		await runApns(engine(), simulator, {
			items: [{ deviceToken: token, id: '12345678901234567890' }],
			parameters: {
				deviceToken: '={{ $json.deviceToken }}',
				title: 'Hello',
				customData: '={ "id": {{ $json.id }}, "price": 25.00 }',
			},
		});
		expect(simulator.ledger.entries).toMatchObject([
			{
				payload:
					'{"aps":{"alert":{"title":"Hello"},"sound":"default"},"id":12345678901234567890,"price":25.00}',
			},
		]);
	});

	it('keeps the input fields beside the result, and no `error` on top level', async () => {
		const simulator = await startSimulator();
		const [token] = simulator.devices.addMany(1);

		const run = await runApns(engine(), simulator, {
			items: [
				{ deviceToken: token ?? '', customer: 'Anna', error: 'of an earlier node', apns: 'mine' },
			],
			parameters: {
				deviceToken: '={{ $json.deviceToken }}',
				options: { includeInputFields: true },
			},
		});

		expect(results(run)).toMatchObject([
			{
				deviceToken: token,
				customer: 'Anna',
				inputError: 'of an earlier node',
				inputApns: 'mine',
				apns: { success: true, errorCode: 'SUCCESS' },
			},
		]);
		expect(results(run)[0]).not.toHaveProperty('error');
	});

	it('sends nothing and opens no connection without items', async () => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, { items: [] });
		expect(results(run)).toEqual([]);
		expect(simulator.connections.attempts).toBe(0);
	});
});

function byStream(one: { stream: number }, other: { stream: number }): number {
	return one.stream - other.stream;
}
