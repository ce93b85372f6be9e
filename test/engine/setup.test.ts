import type { INodeParameters, OnError } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
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
		['no topic anywhere', {}, { bundleId: '' }, "'Bundle ID' is empty"],
		['a topic that is none', { topic: 'com.example\r\nx: y' }, {}, 'which is not a bundle ID'],
		[
			'a topic longer than any',
			{ topic: 'a'.repeat(70_000) },
			{},
			"'Bundle ID' has 70000 characters",
		],
		[
			'a bundle ID longer than any',
			{},
			{ bundleId: 'a'.repeat(70_000) },
			"'Bundle ID' in the credential has 70000 characters",
		],
		['a missing team ID', {}, { teamId: '' }, "'Team ID' is missing"],
		['a malformed key ID', {}, { keyId: 'short' }, "'Key ID' must be 10 letters and digits"],
		[
			'a key that is none',
			{},
			{ privateKey: 'MIIBIjANBg' },
			"'Private Key (.p8)' in the credential",
		],
		['a base URL that is none', {}, { baseUrl: 'http://x' }, "'Base URL' in the credential"],
		[
			'an expiration in 1970',
			{ options: { expiration: { values: { expires: 'atSpecifiedTime', time: '300' } } } },
			{},
			"'Date and Time' cannot be used",
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

	it.each([
		['a collapse ID', { options: { collapseId: 'a'.repeat(70_000) } }, '70000 bytes'],
		['an APNs ID', { options: { apnsId: 'a'.repeat(70_000) } }, 'must be a UUID'],
		[
			'a channel ID',
			{ operation: 'broadcast', channelId: 'A'.repeat(70_000), contentState: '{"a": 1}' },
			'The channel ID has 70000 characters; the maximum is 256.',
		],
	])(
		'%s longer than any is that notification’s result, and nothing is sent',
		async (_, wrong, message) => {
			const simulator = await startSimulator();
			const [token = ''] = simulator.devices.addMany(1);
			const run = await runApns(engine(), simulator, {
				items: [{ deviceToken: token }],
				parameters: { deviceToken: '={{ $json.deviceToken }}', title: 'Hello', ...wrong },
			});
			expect(results(run)).toMatchObject([
				{
					errorCode: 'BAD_REQUEST',
					outcome: 'notSent',
					action: 'fixNotification',
					message: expect.stringContaining(message),
				},
			]);
			expect(simulator.connections.attempts).toBe(0);
		},
	);

	it('is told in text: the editor never takes for HTML what an item holds', async () => {
		const simulator = await startSimulator();
		const run = async (onError: OnError) =>
			await runApns(engine(), simulator, {
				items: [{ when: '<b>soon</b> & "late"' }],
				parameters: {
					...{ deviceToken: 'a', title: 'Hello' },
					options: {
						expiration: { values: { expires: 'atSpecifiedTime', time: '={{ $json.when }}' } },
					},
				},
				onError,
			});
		const { error } = await run('stopWorkflow');
		// It renders the description as HTML.
		expect(error?.description).toMatch(
			/^'&lt;b&gt;soon&lt;\/b&gt; &amp; "late"' is not a date.* <a href="/,
		);
		const [item] = results(await run('continueRegularOutput'));
		expect(item?.error).toContain(`'<b>soon</b> & "late"' is not a date`);
	});

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
});
