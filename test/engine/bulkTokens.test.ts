import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

const bulk = (more: INodeParameters): INodeParameters => ({
	operation: 'bulk',
	title: 'Hello',
	...more,
});

const fromItems = (tokenField: string) => bulk({ tokenSource: 'inputItems', tokenField });
const fromList = (deviceTokens: string) => bulk({ tokenSource: 'list', deviceTokens });

/** A typical item, with the token in several places. */
const itemOf = (token: string): IDataObject => ({
	deviceToken: token,
	'device token': token,
	user: { 'push token': token, devices: [{ name: 'iPhone', token }] },
	where: 'user.devices[0].token',
});

describe('Token Field of Send in Bulk', () => {
	it.each([
		['a name', 'deviceToken'],
		['a name with a blank', 'device token'],
		['a path into a list', 'user.devices[0].token'],
		['a path with a name in quotes', 'user["push token"]'],
		['a path as n8n writes it', "user['push token']"],
		['a path that begins with $json', '$json.user.devices[0].token'],
		['an expression that was not switched on', '{{ $json.deviceToken }}'],
		['an expression without braces', '=$json.deviceToken'],
		['an expression that gives a path', '={{ "user.devices" }}[0].token'],
		['an expression that takes the path from the item', '={{ $json.where }}'],
		['an expression that gives the token, as where it was dragged', '={{ $json.deviceToken }}'],
		['the same with quotes', "={{ $json['device token'] }}"],
		['an expression that makes the token', '={{ $json.deviceToken.toUpperCase() }}'],
	])("finds each item's token by %s", async (_, tokenField) => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3);
		const items = tokens.map(itemOf);

		const run = await runApns(engine(), simulator, { items, parameters: fromItems(tokenField) });

		expect(results(run).map((result) => String(result.deviceToken).toLowerCase())).toEqual(tokens);
		expect(results(run).every(({ success }) => success)).toBe(true);
		expect(simulator.ledger.tokens().sort()).toEqual([...tokens].sort());
	});

	it('takes tokens from an expression also where the first item has none', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const run = await runApns(engine(), simulator, {
			items: [{ deviceToken: null }, { deviceToken: token }, {}],
			parameters: fromItems('={{ $json.deviceToken }}'),
		});
		expect(results(run)).toMatchObject([
			{ errorCode: 'INVALID_TOKEN' },
			{ errorCode: 'SUCCESS', deviceToken: token },
			{ errorCode: 'INVALID_TOKEN' },
		]);
	});

	it.each([
		[
			'misspelt',
			'devicetoken',
			"'Token Field' names a field that no input item has: 'devicetoken'",
		],
		[
			'past the end of a list',
			'user.devices[1].token',
			"a field that no input item has: 'user.devices[1].token'",
		],
		['no path', 'user.devices[', "a field that no input item has: 'user.devices['"],
		['$json and a name', '$json.token', "a field that no input item has: '$json.token'"],
		['an expression for nothing', '={{ $json.nothing }}', "'Token Field' is empty"],
		['an expression for a name', '={{ "nothing" }}', "a field that no input item has: 'nothing'"],
		['very long', 'x'.repeat(70_000), `'${'x'.repeat(60)}…'`],
		['a token', 'a'.repeat(64), "'Token Field' contains a device token, not the name of a field"],
	])('names a field that no item has, with those of the first item: %s', async (_, name, said) => {
		const simulator = await startSimulator();
		const items = simulator.devices.addMany(1_000).map(itemOf);
		const parameters = fromItems(name);

		const stopped = await runApns(engine(), simulator, { items, parameters });
		expect(stopped.error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(said),
			description: expect.stringContaining(
				'deviceToken, device token, user.push token, user.devices[0].name, user.devices[0].token, where.',
			),
		});
		expect(stopped.error?.message.length).toBeLessThan(200);

		const continued = await runApns(engine(), simulator, {
			items,
			parameters,
			onError: 'continueErrorOutput',
		});
		expect(continued.items.map((output) => output.length)).toEqual([0, items.length]);
		expect(continued.items[1]?.[0]?.json.error).toContain(said);
		expect(simulator.ledger.requests).toBe(0);
	});

	it('says so where the items have no fields at all', async () => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, { items: [{}], parameters: bulk({}) });
		expect(run.error).toMatchObject({
			message: expect.stringContaining("'deviceToken'"),
			description: expect.stringContaining('The first item has no fields.'),
		});
	});
});

describe('Device Tokens of Send in Bulk', () => {
	const groups = (token: string) => token.match(/.{8}/g)?.join(' ') ?? '';
	const base64 = (token: string) => Buffer.from(token, 'hex').toString('base64');
	const foreign = (token: string) => [
		`{length = 32, bytes = 0x${groups(token).slice(0, 35)} ... ${token.slice(-8)} }`,
		'ExponentPushToken[xxXXxxXXxxXXxxXXxxXXxx]',
		`cXbT0ghJkLmNoPqRsTuVwX:APA91bF${'x-Y_'.repeat(33)}`,
		'32 bytes',
		'E621E1F8-C36C-495A-93FC-0C247A3E6E5F',
		'https://web.push.apple.com/QGuQyavXutnMH',
	];
	const NAMES = [/Swift's/, /Expo/, /Firebase/, /Swift's/, /UUID/, /Web Push/];

	it.each([
		['text', (texts: string[]) => texts.join(', ')],
		['lines', (texts: string[]) => texts.join('\n')],
		['a JSON list', (texts: string[]) => JSON.stringify(texts)],
		[
			'a JSON list of objects',
			(texts: string[]) => JSON.stringify(texts.map((pushToken, id) => ({ id, pushToken }))),
		],
		[
			'a list of objects from an expression',
			(texts: string[]) => `={{ ${JSON.stringify(texts)}.map((token) => ({ token })) }}`,
		],
	])('gives one result per token, as it was given: %s', async (_, written) => {
		const simulator = await startSimulator();
		const [one = '', two = '', three = '', four = ''] = simulator.devices.addMany(4);
		const good = [one.toUpperCase(), `<${groups(two)}>`, base64(three), `0x${four}`];
		const texts = [...foreign(one), ...good];

		const run = await runApns(engine(), simulator, { parameters: fromList(written(texts)) });

		const told = results(run);
		expect(told.map(({ deviceToken }) => deviceToken)).toEqual(texts);
		expect(told.map(({ success }) => success)).toEqual(texts.map((text) => good.includes(text)));
		NAMES.forEach((name, index) => {
			expect(told[index]).toMatchObject({
				errorCode: 'INVALID_TOKEN',
				action: 'checkToken',
				outcome: 'notSent',
				message: expect.stringMatching(name),
			});
		});
		expect(
			simulator.ledger
				.tokens()
				.map((token) => token.toLowerCase())
				.sort(),
		).toEqual([one, two, three, four].sort());
		expect(simulator.ledger.requests).toBe(4);
	});

	it('knows a token again that is written in another way', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const ways = [token, `0x${token.toUpperCase()}`, base64(token), `"${token}"`];
		const run = await runApns(engine(), simulator, { parameters: fromList(ways.join('\n')) });
		expect(results(run)).toMatchObject([
			{ success: true },
			...Array(3).fill({ success: true, duplicate: true }),
		]);
		expect(simulator.ledger.requests).toBe(1);
	});

	it('an object without a token is neither a list nor text', async () => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, {
			items: [{ name: 'Ada' }],
			parameters: fromList('={{ $json }}'),
		});
		expect(run.error?.message).toBe("'Device Tokens' is neither a list nor text");
	});
});
