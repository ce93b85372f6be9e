import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import type { NodeRun, RunNodeOptions } from './Engine.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

interface Payload {
	aps: { alert: { title?: string; body: string } };
	n8n: Record<string, string>;
}

async function ask(
	simulator: ApnsSimulator,
	parameters: INodeParameters = {},
	options: Partial<RunNodeOptions> = {},
): Promise<NodeRun> {
	const [token = ''] = simulator.devices.addMany(1);
	return await runApns(engine(), simulator, {
		...options,
		parameters: {
			operation: 'sendAndWait',
			deviceToken: token,
			message: 'Pay 250.00 EUR to Anna?',
			...parameters,
		},
	});
}

function payloads(simulator: ApnsSimulator): Payload[] {
	return simulator.ledger.entries.map(({ payload }) => JSON.parse(payload) as Payload);
}

function hintsOf(run: NodeRun): string {
	return run.hints.map(({ message }) => message).join('\n');
}

function waitEndMs(run: NodeRun): number {
	return new Date(run.executionData.waitTill ?? 0).getTime();
}

const SIGNED = /^http:\/\/localhost\/webhook-waiting\/1\/[^?]+\?.*signature=\w+/;

describe('the question', () => {
	it('is an alert with the buttons of its category, and the addresses that they call', async () => {
		const simulator = await startSimulator();
		const ran = await ask(simulator);
		expect(ran.error).toBeUndefined();
		const [payload] = payloads(simulator);
		expect(payload).toEqual({
			aps: {
				alert: { title: 'Approval needed', body: 'Pay 250.00 EUR to Anna?' },
				sound: 'default',
				category: 'N8N_APPROVAL',
				'interruption-level': 'time-sensitive',
			},
			n8n: {
				approve: expect.stringMatching(SIGNED) as string,
				decline: expect.stringMatching(SIGNED) as string,
			},
		});
		expect(simulator.ledger.entries).toMatchObject([
			{ pushType: 'alert', collapseId: 'n8n-1', expiration: undefined, priority: 10 },
		]);
		expect(new Date(waitEndMs(ran)).getUTCFullYear()).toBe(3000);
	});

	it('asks for text where text is wanted', async () => {
		const simulator = await startSimulator();
		await ask(simulator, { responseType: 'freeText', category: undefined as never });
		expect(payloads(simulator)).toMatchObject([
			{ aps: { category: 'N8N_REPLY' }, n8n: { respond: expect.stringMatching(SIGNED) as string } },
		]);
	});

	it('is as the options say', async () => {
		const simulator = await startSimulator();
		const values = { limitType: 'afterTimeInterval', resumeAmount: 15, resumeUnit: 'minutes' };
		const before = Date.now();
		const ran = await ask(simulator, {
			title: 'Refund',
			category: 'REFUND',
			options: {
				collapseId: 'payment-7',
				interruptionLevel: 'active',
				limitWaitTime: { values },
				sound: '',
			},
		});
		const [entry] = simulator.ledger.entries;
		const { aps } = payloads(simulator)[0]!;
		expect(aps).toEqual({
			alert: { title: 'Refund', body: 'Pay 250.00 EUR to Anna?' },
			category: 'REFUND',
			'interruption-level': 'active',
		});
		expect(entry?.collapseId).toBe('payment-7');
		const endSeconds = entry?.expiration ?? 0;
		expect(waitEndMs(ran)).toBe(endSeconds * 1000);
		expect(endSeconds - before / 1000).toBeGreaterThanOrEqual(15 * 60 - 1);
		expect(endSeconds - before / 1000).toBeLessThan(15 * 60 + 30);
	});

	it('has its defaults beside options that are given by expressions', async () => {
		const simulator = await startSimulator();
		await ask(simulator, { options: { collapseId: '=payment-{{ 7 }}' } });
		expect(payloads(simulator)).toMatchObject([
			{ aps: { sound: 'default', 'interruption-level': 'time-sensitive' } },
		]);
		expect(simulator.ledger.entries).toMatchObject([{ collapseId: 'payment-7' }]);
	});

	it('waits until a date of the workflow’s time zone', async () => {
		const simulator = await startSimulator();
		const values = { limitType: 'atSpecifiedTime', maxDateAndTime: '2099-01-31T18:00:00Z' };
		const ran = await ask(simulator, { options: { limitWaitTime: { values } } });
		expect(waitEndMs(ran)).toBe(Date.UTC(2099, 0, 31, 18));
	});

	it('that is too long is shortened at a character, and its addresses never are', async () => {
		const simulator = await startSimulator();
		const message = '👩‍👩‍👧‍👦'.repeat(1_000);
		const ran = await ask(simulator, { message });
		const [entry] = simulator.ledger.entries;
		const [payload] = payloads(simulator);
		const { body } = payload!.aps.alert;
		expect(body.endsWith('…')).toBe(true);
		expect(message.startsWith(body.slice(0, -1))).toBe(true);
		expect((body.length - 1) % '👩‍👩‍👧‍👦'.length).toBe(0);
		const bytes = Buffer.byteLength(entry?.payload ?? '');
		expect(bytes).toBeLessThanOrEqual(4_096);
		expect(bytes).toBeGreaterThan(4_096 - Buffer.byteLength('👩‍👩‍👧‍👦'));
		expect(payload!.n8n).toMatchObject({
			approve: expect.stringMatching(SIGNED) as string,
			decline: expect.stringMatching(SIGNED) as string,
		});
		expect(hintsOf(ran)).toContain('was shortened');
	});
});

describe('several devices of a person', () => {
	it.each([
		['text with commas', (tokens: string[]) => tokens.join(', ')],
		['a list', (tokens: string[]) => `={{ ${JSON.stringify(tokens)} }}`],
	])('are asked once each, given as %s', async (_, write) => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3);
		await ask(simulator, { deviceToken: write([...tokens, tokens[0]!.toUpperCase(), tokens[1]!]) });
		const asked = simulator.ledger.entries.map(({ deviceToken }) => deviceToken.toLowerCase());
		expect(asked.toSorted()).toEqual(tokens.toSorted());
		const addresses = payloads(simulator).map(({ n8n }) => n8n['approve']);
		expect(new Set(addresses).size).toBe(3);
	});

	it('may be refused as long as one is asked: a hint tells which and why', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const nobody = deviceToken('nobody');
		const ran = await ask(simulator, { deviceToken: [token, nobody, 'abc'].join(',') });
		expect(waitEndMs(ran)).toBeGreaterThan(0);
		expect(hintsOf(ran)).toContain(`${nobody.slice(0, 8)}…: `);
		expect(hintsOf(ran)).toContain('abc…: Not sent. The device token has 3 characters');
	});
});

describe('what cannot be asked', () => {
	const past = { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-31T18:00:00Z' };
	const none = { limitType: 'atSpecifiedTime', maxDateAndTime: '' };
	const zero = { limitType: 'afterTimeInterval', resumeAmount: 0, resumeUnit: 'hours' };
	it.each<[string, INodeParameters, string]>([
		['no device token', { deviceToken: '={{ "" }}' }, "'Device Token' is empty"],
		['a list without one', { deviceToken: '={{ [] }}' }, "'Device Token' is empty"],
		['no message', { message: '={{ " " }}' }, "'Message' is empty"],
		['an empty category', { category: '={{ "" }}' }, "'Category' is empty"],
		[
			'a limit in the past',
			{ options: { limitWaitTime: { values: past } } },
			"'Limit Wait Time' ends before the question is sent",
		],
		[
			'no time at all',
			{ options: { limitWaitTime: { values: zero } } },
			"'Limit Wait Time' ends before the question is sent",
		],
		['no date', { options: { limitWaitTime: { values: none } } }, "'Max Date and Time' is empty"],
		[
			'a title that leaves no room',
			{ title: 'x'.repeat(4_000) },
			"The question does not fit into a notification, even without 'Message'",
		],
	])('%s: nothing is sent, and nothing waits', async (_, parameters, message) => {
		const simulator = await startSimulator();
		const ran = await ask(simulator, parameters);
		expect(ran.error?.message).toBe(message);
		expect(ran.executionData.waitTill ?? null).toBeNull();
		expect(simulator.ledger.requests).toBe(0);
	});

	it('nobody who gets it: an error with the reason, or an error item', async () => {
		const simulator = await startSimulator();
		const parameters = { deviceToken: deviceToken('nobody') };
		const failed = await ask(simulator, parameters);
		expect(failed.error?.message).toMatch(
			/^The question was not delivered: .*(unknown|not know|token)/,
		);
		const went = await ask(simulator, parameters, { onError: 'continueRegularOutput' });
		expect(results(went)).toMatchObject([
			{ error: expect.stringMatching(/^The question was not delivered/) as string },
		]);
		expect(JSON.stringify(results(went))).not.toContain('<a ');
		for (const { executionData } of [failed, went]) {
			expect(executionData.waitTill ?? null).toBeNull();
		}
	});
});

it('says which item was asked about, and that no phone reaches this address', async () => {
	const simulator = await startSimulator();
	const ran = await ask(simulator, {}, { items: [{}, {}, {}] });
	expect(simulator.ledger.entries).toHaveLength(1);
	expect(hintsOf(ran)).toContain('Only the first of the 3 input items');
	expect(hintsOf(ran)).toContain('Phones cannot send answers to http://localhost');
	expect(hintsOf(ran)).toContain('WEBHOOK_URL');
	expect(hintsOf(ran)).not.toContain('signature');
});
