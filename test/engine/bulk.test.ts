import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

const bulk = (more: INodeParameters): INodeParameters => ({
	operation: 'bulk',
	title: 'Hello',
	...more,
});

describe('notification: bulk', () => {
	it('takes the tokens from a field of the input items, also by a path, each paired with its item', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(500);

		const run = await runApns(engine(), simulator, {
			items: tokens.map((token) => ({ device: { token } })),
			parameters: bulk({ tokenSource: 'inputItems', tokenField: 'device.token' }),
		});

		expect(results(run).map((result) => result.deviceToken)).toEqual(tokens);
		expect(results(run).every(({ success }) => success)).toBe(true);
		expect(run.items[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			tokens.map((_, item) => ({ item })),
		);
		expect(simulator.ledger.accepted).toBe(500);
	});

	it.each([
		[
			'text with commas, blanks and line breaks',
			(tokens: string[]) => `${tokens[0]}, ${tokens[1]}\n${tokens[2]}`,
		],
		['a JSON list as text', (tokens: string[]) => JSON.stringify(tokens)],
		['a list from an expression', (tokens: string[]) => `={{ ${JSON.stringify(tokens)} }}`],
		[
			'old device logs with <…>',
			(tokens: string[]) => tokens.map((token) => `<${token.match(/.{8}/g)?.join(' ')}>`).join(' '),
		],
	])('takes the tokens from a list: %s', async (_, written) => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3);

		const run = await runApns(engine(), simulator, {
			parameters: bulk({ tokenSource: 'list', deviceTokens: written(tokens) }),
		});

		expect(results(run).map(({ errorCode }) => errorCode)).toEqual(Array(3).fill('SUCCESS'));
		expect(simulator.ledger.tokens().sort()).toEqual([...tokens].sort());
	});

	it('sends to a token that occurs twice once; its second item repeats the first one', async () => {
		const simulator = await startSimulator();
		const [one = '', two = ''] = simulator.devices.addMany(2);
		const deviceTokens = [one, two, one.toUpperCase()].join(',');

		const run = await runApns(engine(), simulator, {
			parameters: bulk({ tokenSource: 'list', deviceTokens }),
		});

		const [first, , repeated] = results(run);
		expect(repeated).toEqual({ ...first, deviceToken: one.toUpperCase(), duplicate: true });
		expect(first).not.toHaveProperty('duplicate');
		expect(simulator.ledger.countOf(one)).toBe(1);

		await runApns(engine(), simulator, {
			parameters: bulk({ tokenSource: 'list', deviceTokens, options: { skipDuplicates: false } }),
		});
		expect(simulator.ledger.countOf(one)).toBe(3);
	});

	it('a token that occurs twice and is refused is asked for once, and refused twice', async () => {
		const simulator = await startSimulator();
		const dead = simulator.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs: 1 },
		});
		const parameters = bulk({
			tokenSource: 'list',
			deviceTokens: [dead, dead, 'x', 'x'].join(','),
		});

		const [first, second, ...invalid] = results(await runApns(engine(), simulator, { parameters }));
		expect(first).toMatchObject({ errorCode: 'UNREGISTERED', action: 'removeToken' });
		expect(second).toEqual({ ...first, duplicate: true });
		expect(invalid).toMatchObject(Array(2).fill({ errorCode: 'INVALID_TOKEN' }));
		expect(simulator.ledger.requests).toBe(1);

		const failing = await runApns(engine(), simulator, {
			onError: 'continueErrorOutput',
			parameters: { ...parameters, options: { failOnRejection: true } },
		});
		expect(failing.items[1]).toHaveLength(4);
		expect(simulator.ledger.requests).toBe(2);
	});

	it('emits only the problems where asked to, and tells the counts either way', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(50);
		const unknown = deviceToken('nobody');

		const run = await runApns(engine(), simulator, {
			parameters: bulk({
				tokenSource: 'list',
				deviceTokens: [...tokens, unknown].join(' '),
				options: { emit: 'problems' },
			}),
		});

		expect(results(run)).toMatchObject([{ deviceToken: unknown, errorCode: 'INVALID_TOKEN' }]);
		expect(run.hints).toMatchObject([
			{ message: 'Notifications: 50 accepted · 1 with an invalid token' },
		]);
	});

	it('gives a hole in a list a result of its own', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const run = await runApns(engine(), simulator, {
			items: [{ token }],
			parameters: bulk({ tokenSource: 'list', deviceTokens: '={{ [, $json.token] }}' }),
		});
		expect(run.error).toBeUndefined();
		expect(results(run)).toMatchObject([
			{ errorCode: 'INVALID_TOKEN', deviceToken: null },
			{ errorCode: 'SUCCESS' },
		]);
	});

	it('gives a missing field a result of its own, and says that an empty list is why no items come out', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);

		const missing = await runApns(engine(), simulator, {
			items: [{ deviceToken: token }, { other: 1 }, { deviceToken: 42 }],
			parameters: bulk({}),
		});
		expect(results(missing)).toMatchObject([
			{ errorCode: 'SUCCESS' },
			{ errorCode: 'INVALID_TOKEN', deviceToken: null },
			{ errorCode: 'INVALID_TOKEN', deviceToken: 42 },
		]);

		const empty = await runApns(engine(), simulator, {
			parameters: bulk({ tokenSource: 'list', deviceTokens: '={{ [] }}' }),
		});
		expect(empty.error).toBeUndefined();
		expect(results(empty)).toEqual([]);
		expect(empty.hints).toMatchObject([{ message: expect.stringContaining('is an empty list') }]);
	});
});
