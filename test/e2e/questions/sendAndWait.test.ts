import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { press } from '../../simulator/phone/press.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { SEND } from '../workflows.ts';
import { NEXT, QuestionStage, RECORDED } from './QuestionStage.ts';
import { tuned } from '../../engine/testkit/tuned.ts';

const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

let stage: QuestionStage;
beforeAll(async () => {
	stage = await QuestionStage.start();
});
beforeEach(() => {
	stage.simulator.ledger.clear();
	stage.simulator.faults.clear();
});
afterAll(async () => {
	await stage?.stop();
});

describe('the answer', () => {
	test.each([
		['approve', true],
		['decline', false],
	] as const)('%s: the workflow goes on with it, once', async (button, approved) => {
		const { id, tokens, addresses } = await stage.ask();
		expect(await press(addresses[0]![button])).toEqual(RECORDED);
		const execution = await stage.n8n.waitForExecution(id);
		expect(execution.status).toBe('success');
		const data = { approved, respondedAt: MOMENT, deviceToken: tokens[0] };
		expect(execution.json(NEXT)).toEqual([{ data }]);
		expect(execution.runs(NEXT)).toHaveLength(1);
	});

	test('text, in the words of the person', async () => {
		const { id, tokens, addresses } = await stage.ask({ responseType: 'freeText' });
		const text = 'Ja – aber nur 200 € 😀 <b>{{ $json }}</b>';
		expect(await press(addresses[0]!.respond, { text })).toEqual(RECORDED);
		const execution = await stage.n8n.waitForExecution(id);
		const data = { text, respondedAt: MOMENT, deviceToken: tokens[0] };
		expect(execution.json(NEXT)).toEqual([{ data }]);
	});

	test('text is stored up to 4,096 characters, and something else than text is no answer', async () => {
		const { id, addresses } = await stage.ask({ responseType: 'freeText' });
		const { respond } = addresses[0]!;
		for (const body of [undefined, {}, { text: '' }, { text: { a: 1 } }, ['text']]) {
			expect((await press(respond, body)).status).toBe(400);
		}
		expect(await stage.isWaiting(id)).toBe(true);
		await press(respond, { text: 'x'.repeat(5_000) });
		const [item] = (await stage.n8n.waitForExecution(id)).json<{ data: { text: string } }>(NEXT);
		expect(item?.data.text).toBe('x'.repeat(4_096));
	});

	test('a second answer gets n8n’s own page, and nothing runs again', async () => {
		const { id, addresses } = await stage.ask();
		await press(addresses[0]!.approve);
		await stage.n8n.waitForExecution(id);
		const second = await press(addresses[0]!.decline);
		expect(second.body).not.toContain('recorded');
		const execution = await stage.n8n.waitForExecution(id);
		expect(execution.json(NEXT)).toMatchObject([{ data: { approved: true } }]);
		expect(execution.runs(NEXT)).toHaveLength(1);
	});

	test('of two devices, the first answer counts, and it says whose it was', async () => {
		const { id, tokens, addresses } = await stage.ask({}, 2);
		expect(await press(addresses[1]!.decline)).toEqual(RECORDED);
		const execution = await stage.n8n.waitForExecution(id);
		expect((await press(addresses[0]!.approve)).body).not.toContain('recorded');
		const data = { approved: false, respondedAt: MOMENT, deviceToken: tokens[1] };
		expect((await stage.n8n.execution(id)).json(NEXT)).toEqual([{ data }]);
		expect(execution.runs(NEXT)).toHaveLength(1);
		expect(JSON.stringify(addresses)).not.toContain(tokens[0]);
	});

	test('an address that was changed is refused with 401, and n8n waits on', async () => {
		const { id, addresses } = await stage.ask();
		const { approve, decline } = addresses[0]!;
		const unsigned = new URL(approve);
		unsigned.searchParams.delete('signature');
		const tampered = [
			decline.replace('approved=false', 'approved=true'),
			approve.replace(/device=[^&]*/, 'device=somebodyElse'),
			approve.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
			unsigned.href,
		];
		for (const address of tampered) expect((await press(address)).status).toBe(401);
		expect(await stage.isWaiting(id)).toBe(true);
		expect(await press(decline)).toEqual(RECORDED);
	});

	test('of an app whose name looks like that of a bot counts as well', async () => {
		const { id, addresses } = await stage.ask();
		// n8n's own nodes ignore requests that the package "isbot" identifies as a bot.
		const headers = { 'user-agent': 'Robotics/1 CFNetwork/1568.100.1 Darwin/24.0.0' };
		const response = await fetch(addresses[0]!.approve, { method: 'POST', headers });
		expect({ status: response.status, body: await response.text() }).toEqual(RECORDED);
		expect((await stage.n8n.waitForExecution(id)).json(NEXT)).toMatchObject([
			{ data: { approved: true } },
		]);
	});

	test('looking at an address changes nothing', async () => {
		const { id, addresses } = await stage.ask();
		for (const method of ['GET', 'HEAD']) {
			const response = await fetch(addresses[0]!.approve, { method });
			expect(response.status).toBe(200);
			if (method === 'GET') expect(await response.text()).toContain('answer with the buttons');
		}
		expect(await stage.isWaiting(id)).toBe(true);
		expect(await press(addresses[0]!.approve)).toEqual(RECORDED);
	});
});

describe('no answer', () => {
	test('at the end of the wait, the input goes on without "data"', async () => {
		const limit = { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' };
		const before = Date.now() / 1000;
		const { id, tokens } = await stage.ask({ options: { limitWaitTime: { values: limit } } });
		const [entry] = stage.simulator.ledger.entries;
		expect(entry?.expiration).toBeGreaterThanOrEqual(Math.floor(before + 3));
		const execution = await stage.n8n.waitForExecution(id, 90_000);
		expect(execution.json(NEXT)).toEqual([{ deviceToken: tokens[0] }]);
	});

	test('where every device is refused, nobody was asked: it fails at once, and nothing waits', async () => {
		const gone = stage.simulator.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs: 1 },
		});
		const id = await stage.run([gone, deviceToken('nobody')]);
		const execution = await stage.n8n.waitForExecution(id);
		expect(execution.status).toBe('error');
		expect(execution.errorMessage).toBe('The question was not delivered to any of the 2 devices');
		expect(JSON.stringify(execution.task(SEND)?.error)).toContain(`${gone.slice(0, 8)}…`);
		expect(execution.nodes).not.toContain(NEXT);
	});

	test('where it is unknown whether the question arrived, it waits: the answer counts', async () => {
		stage.simulator.faults.add({ kind: 'silent' });
		const options = { ...tuned({ requestTimeout: 500 }), onUnknownDelivery: 'report' };
		const { id, addresses } = await stage.ask({ options });
		expect(await press(addresses[0]!.approve)).toEqual(RECORDED);
		const execution = await stage.n8n.waitForExecution(id);
		expect(execution.json(NEXT)).toMatchObject([{ data: { approved: true } }]);
	});

	test('n8n is restarted while it waits: the answer counts', async () => {
		const { id, addresses } = await stage.ask();
		await stage.n8n.restart();
		expect(await press(addresses[0]!.approve)).toEqual(RECORDED);
		const execution = await stage.n8n.waitForExecution(id);
		expect(execution.json(NEXT)).toMatchObject([{ data: { approved: true } }]);
	});
});
