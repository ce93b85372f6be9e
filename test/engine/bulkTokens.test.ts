import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

const bulk = (more: INodeParameters): INodeParameters => ({
	operation: 'bulk',
	title: 'Hello',
	...more,
});

const fromList = (deviceTokens: string) => bulk({ tokenSource: 'list', deviceTokens });

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
