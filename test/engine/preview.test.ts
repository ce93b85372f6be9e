import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { tuned } from './testkit/tuned.ts';

const engine = useEngine();
const PHONE = deviceToken('phone');

async function preview(
	parameters: INodeParameters = {},
	options: Partial<Parameters<typeof runApns>[2]> = {},
) {
	const simulator = await startSimulator();
	const run = await runApns(engine(), simulator, {
		items: [{ deviceToken: PHONE }],
		...options,
		parameters: {
			operation: 'preview',
			deviceToken: '={{ $json.deviceToken }}',
			title: 'Hello',
			...parameters,
		},
	});
	expect(simulator.connections.attempts).toBe(0);
	return run;
}

describe('notification: preview', () => {
	it('says what Send would send, one item per item, and opens no connection', async () => {
		const run = await preview(
			{
				title: '=Order {{ $json.id }}',
				customData: '{"order":7}',
				options: {
					collapseId: 'é',
					expiration: { values: { expires: 'nowOrNever' } },
					priority: '5',
				},
			},
			{
				items: [
					{ deviceToken: PHONE, id: 1 },
					{ deviceToken: `<${PHONE}>`, id: 2 },
				],
			},
		);
		expect(run.items[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(results(run)[0]).toEqual({
			deviceToken: PHONE,
			valid: true,
			errorCode: null,
			message: expect.stringContaining('Ready to send'),
			path: `/3/device/${PHONE}`,
			headers: {
				authorization: 'bearer …',
				'apns-topic': 'com.example.app',
				'apns-push-type': 'alert',
				'apns-priority': '5',
				'apns-expiration': '0',
				'apns-collapse-id': 'é',
				'apns-id': '(a new UUID)',
			},
			payload: { aps: { alert: { title: 'Order 1' }, sound: 'default' }, order: 7 },
			payloadBytes: '{"aps":{"alert":{"title":"Order 1"},"sound":"default"},"order":7}'.length,
			maxPayloadBytes: 4096,
			warnings: [],
			environment: 'custom',
			host: '127.0.0.1',
		});
		expect(results(run)[1]).toMatchObject({ path: `/3/device/${PHONE}`, valid: true });
	});

	it('shows the very request that Send makes', async () => {
		const parameters = {
			pushType: 'voip',
			customData: '{"call":7}',
			options: {
				apnsId: '123E4567-e89b-12d3-a456-426614174000',
				expiration: { values: { expires: 'atSpecifiedTime', time: 1_900_000_000 } },
			},
		};
		const [previewed] = results(await preview(parameters));
		const simulator = await startSimulator();
		simulator.devices.add({ token: PHONE });
		const send = { operation: 'send', deviceToken: '={{ $json.deviceToken }}' };
		await runApns(engine(), simulator, {
			items: [{ deviceToken: PHONE }],
			parameters: { ...send, ...parameters },
		});
		const [sent] = simulator.ledger.entries;
		expect(previewed).toMatchObject({
			path: `/3/device/${sent?.deviceToken}`,
			headers: {
				'apns-topic': sent?.topic,
				'apns-push-type': sent?.pushType,
				'apns-priority': String(sent?.priority),
				'apns-expiration': String(sent?.expiration),
				'apns-id': sent?.apnsId,
			},
			payload: JSON.parse(sent?.payload ?? ''),
			payloadBytes: Buffer.byteLength(sent?.payload ?? ''),
			maxPayloadBytes: 5120,
		});
	});

	it('says for each item why Send would refuse it', async () => {
		const run = await preview(
			{
				body: '={{ $json.text }}',
				pushType: '={{ $json.type }}',
				options: { priority: '={{ $json.priority }}' },
			},
			{
				items: [
					{ deviceToken: 'nonsense', type: 'alert' },
					{ deviceToken: PHONE, type: 'alert', text: 'x'.repeat(5000) },
					{ deviceToken: PHONE, type: 'background', priority: '10' },
				],
			},
		);
		expect(results(run)).toMatchObject([
			{
				valid: false,
				errorCode: 'INVALID_TOKEN',
				message: expect.stringMatching(/hexadecimal/),
				path: null,
				headers: { 'apns-push-type': 'alert' },
			},
			{
				errorCode: 'PAYLOAD_TOO_LARGE',
				path: `/3/device/${PHONE}`,
				headers: null,
				payloadBytes:
					'{"aps":{"alert":{"title":"Hello","body":""},"sound":"default"}}'.length + 5000,
				payload: { aps: { alert: { title: 'Hello' } } },
			},
			{ errorCode: 'BAD_REQUEST', message: expect.stringContaining('Priority 10') },
		]);
	});

	it('warns of what APNs would accept and the device ignore', async () => {
		const json = { payloadMode: 'json', pushType: 'liveactivity', payload: '{"aps":{}}' };
		expect(results(await preview(json))).toMatchObject([
			{ valid: true, warnings: [expect.stringContaining('"event"')] },
		]);
		expect(results(await preview({ body: 'x'.repeat(4000) }))).toMatchObject([
			{ warnings: [expect.stringContaining('close to the maximum size')] },
		]);
	});

	it.each([
		['{"aps":{"alert":"a","badge":"5"}}', '"badge" must be a whole number, 0 or greater, not text'],
		['{"aps":{"alert":"a","mutable-content":true}}', '"mutable-content" must be the number 1'],
		['{"aps":{"alert":"a","interruption-level":"timeSensitive"}}', 'not "timeSensitive"'],
		['{"aps":{"alert":"half \\ud83d"}}', '"aps.alert" contains half a character'],
		['{"aps":{"alert":"a"},"big":1e400}', '"big" is 1e400'],
		[
			'{"aps":{"alert":"a"},"id":12345678901234567890}',
			'Sent as written, but rounded in this preview: "id"',
		],
		['={{ ({ aps: { alert: "a" }, total: 1 * undefined }) }}', '"total": null is sent instead'],
		['{}', 'shows nothing'],
	])('warns of %s', async (payload, words) => {
		const [previewed] = results(await preview({ payloadMode: 'json', payload }));
		expect(previewed).toMatchObject({ valid: true });
		expect(previewed?.warnings).toContainEqual(expect.stringContaining(words));
	});

	it('stops where Send would stop, with the same error', async () => {
		for (const wrong of [
			{ customData: '{' },
			{ pushType: 'mdm' },
			{ options: { expiration: { values: { expires: 'atSpecifiedTime', time: '300' } } } },
			{ options: tuned({ maxAttempts: 99 }) },
		]) {
			const { error } = await preview(wrong);
			const simulator = await startSimulator();
			const sent = await runApns(engine(), simulator, {
				items: [{ deviceToken: PHONE }],
				parameters: {
					operation: 'send',
					deviceToken: '={{ $json.deviceToken }}',
					title: 'Hello',
					...wrong,
				},
			});
			expect(error?.message).toBeTruthy();
			expect(error?.message).toBe(sent.error?.message);
			expect(error).toMatchObject({ context: { itemIndex: 0 } });
		}
	});

	it('goes on with the other items where On Error says so', async () => {
		const run = await preview(
			{ customData: '={{ $json.data }}' },
			{
				onError: 'continueErrorOutput',
				items: [
					{ deviceToken: PHONE, data: '{' },
					{ deviceToken: PHONE, data: '{}' },
				],
			},
		);
		expect(run.items[0]).toMatchObject([{ json: { valid: true } }]);
		expect(run.items[1]).toMatchObject([
			{ json: { error: expect.stringContaining("'Custom Data'") } },
		]);
	});

	it('has the four outputs of Send, with what would be sent at the first and the rest at the last', async () => {
		const run = await preview(
			{ splitOutputs: true, customData: '={{ $json.data }}' },
			{
				onError: 'continueRegularOutput',
				items: [
					{ deviceToken: PHONE, data: '{' },
					{ deviceToken: 'nonsense', data: '{}' },
					{ deviceToken: PHONE, data: '{}' },
				],
			},
		);
		expect(run.items.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 2 }],
			[],
			[],
			[{ item: 0 }, { item: 1 }],
		]);
	});

	it('finds what is wrong with the credential, as Send does', async () => {
		const simulator = await startSimulator();
		const credential = simulatorCredential(simulator);
		const withoutKey = await preview(
			{},
			{ credentials: { apnsApi: { ...credential, privateKey: '' } } },
		);
		expect(withoutKey.error?.message).toContain("'Private Key (.p8)'");
		const nowhere = { ...credential, baseUrl: 'http://x' };
		const { error } = await preview({}, { credentials: { apnsApi: nowhere } });
		expect(error?.message).toContain("'Base URL'");
	});

	it('keeps the input fields beside it where Send would', async () => {
		const run = await preview({ options: { includeInputFields: true } });
		expect(results(run)).toMatchObject([{ deviceToken: PHONE, apns: { valid: true } }]);
	});
});

describe('above the output', () => {
	const hintsOf = async (...args: Parameters<typeof preview>) =>
		(await preview(...args)).hints.map(({ type, message }) => `${type}: ${message}`);

	it('stands that it is valid, how large it is, and for which app', async () => {
		expect(await hintsOf()).toEqual(['info: Valid · 53 of 4,096 bytes · com.example.app']);
		const items = [{ deviceToken: PHONE }, { deviceToken: PHONE }];
		expect(await hintsOf({}, { items })).toEqual(['info: 2 valid']);
	});

	it('stands in yellow why it would not be sent', async () => {
		const items = [{ deviceToken: PHONE }, { deviceToken: 'abc' }, { deviceToken: 'abc' }];
		expect(await hintsOf({}, { items })).toEqual([
			'warning: Would not be sent: The device token has 3 characters; a device token has 64 to 200. (and 1 more)',
		]);
	});
});
