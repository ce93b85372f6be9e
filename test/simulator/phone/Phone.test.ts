import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { deviceToken } from '../deviceToken.ts';
import { BareClient } from '../testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';
import { WebhookServer, type WebhookAnswer } from '../testkit/WebhookServer.ts';
import { Phone, type Asked, type Choice, type PhoneOptions } from './Phone.ts';
import type { Question } from './Question.ts';

const PHONE = deviceToken('phone');
const SHORT = PHONE.slice(0, 8);
const BUSY: WebhookAnswer = [409, '{"message":"The execution \\"7\\" is running already."}'];

interface World {
	readonly simulator: ApnsSimulator;
	readonly client: BareClient;
	readonly webhook: WebhookServer;
	readonly told: string[];
}

/** A simulator with a phone, a sender, and a server in place of n8n. */
async function start(answer: PhoneOptions['answer'], pauseMs = 0): Promise<World> {
	const told: string[] = [];
	const phone = new Phone({ answer, pauseMs, tell: (line) => told.push(line) });
	const simulator = await startSimulator({ phone });
	simulator.devices.add({ token: PHONE });
	const client = await closedAfterTest(BareClient.connect(simulator));
	return { simulator, client, webhook: await WebhookServer.start(), told };
}

test.each([
	['approve', 'Approve'],
	['decline', 'Decline'],
] as const)('%s presses the button, and says what came of it', async (answer, label) => {
	const { client, webhook, told } = await start(answer);
	await client.push({ token: PHONE, body: webhook.approval() });
	await expect.poll(() => told).toHaveLength(2);
	expect(webhook.pressed).toEqual([answer]);
	const { host } = new URL(webhook.baseUrl);
	expect(told).toEqual([
		`${SHORT}…  asks: Approval needed | Refund 25 EUR?`,
		`${SHORT}…  ${label}: 200 from ${host}  {"recorded":true}`,
	]);
});

test.each([
	['approve', '{"text":"Approved"}'],
	['decline', '{"text":"Declined"}'],
	[{ text: 'The second one' }, '{"text":"The second one"}'],
] as Array<[Choice, string]>)('a question for text: %o sends %s', async (answer, body) => {
	const { client, webhook, told } = await start(answer);
	await client.push({ token: PHONE, body: webhook.freeText() });
	await expect.poll(() => told).toHaveLength(2);
	expect(webhook.pressed).toEqual([`respond ${body}`]);
	expect(told[0]).toBe(`${SHORT}…  asks: Which account?`);
});

test('whoever decides for each question is told the device, and may decide not to answer', async () => {
	const asked: Array<[string, string]> = [];
	const decide = async ({ title }: Question, { deviceToken: token }: Asked) => {
		asked.push([title, token]);
		return title === 'first' ? undefined : ('decline' as const);
	};
	const { simulator, client, webhook } = await start(decide);
	const tablet = simulator.devices.add({ token: deviceToken('tablet') });
	await client.push({ token: PHONE, body: webhook.approval('first') });
	await client.push({ token: tablet, body: webhook.approval('second') });
	await expect.poll(() => webhook.pressed).toEqual(['decline']);
	expect(asked).toEqual([
		['first', PHONE],
		['second', tablet],
	]);
});

test('what asks nothing, and what APNs refuses, is not answered', async () => {
	const { client, webhook, told } = await start('approve');
	await client.push({ token: PHONE });
	await client.push({ token: deviceToken('unknown'), body: webhook.approval('refused') });
	await client.push({ token: PHONE, body: webhook.approval('accepted') });
	await expect.poll(() => webhook.pressed).toEqual(['approve']);
	expect(told.join()).not.toContain('refused');
});

test('what arrived is answered, although the sender was never told', async () => {
	const { simulator, client, webhook } = await start('approve');
	simulator.faults.add({ kind: 'reset', code: 2, when: 'afterProcessing' });
	const { status } = await client.push({ token: PHONE, body: webhook.approval() });
	expect(status).toBeUndefined();
	await expect.poll(() => webhook.pressed).toEqual(['approve']);
});

test('it presses again while the execution does not wait yet', async () => {
	const { client, webhook, told } = await start('approve');
	webhook.answers.push(BUSY, BUSY, BUSY);
	await client.push({ token: PHONE, body: webhook.approval() });
	await expect.poll(() => told).toHaveLength(3);
	expect(webhook.pressed).toEqual(['approve', 'approve', 'approve', 'approve']);
	expect(told[1]).toMatch(
		/Approve: 409 .*"The execution .* is running already\.".*Trying again\.$/,
	);
	expect(told[2]).toContain('Approve: 200');
});

test('it does not press for ever', async () => {
	const { client, webhook, told } = await start('approve');
	webhook.answers.push(...Array<WebhookAnswer>(31).fill(BUSY));
	await client.push({ token: PHONE, body: webhook.approval() });
	await expect.poll(() => told).toHaveLength(3);
	expect(webhook.calls).toHaveLength(30);
	expect(told[2]).toMatch(/Approve: 409 .*running already\."}$/);
});

test('a refusal is told, a page by its title, and without the secret', async () => {
	const { client, webhook, told } = await start('approve');
	const { search } = new URL(webhook.url('approve'));
	webhook.answers.push([
		401,
		`<html>${'x'.repeat(500)}<title>Invalid ${search}\n\u001b[2J</title></html>`,
	]);
	await client.push({ token: PHONE, body: webhook.approval('\u001b[31mred\u009b', 'a\nb') });
	await expect.poll(() => told).toHaveLength(2);
	expect(told[0]).toBe(`${SHORT}…  asks: [31mred | a b`);
	expect(told[1]).toMatch(/ {2}Approve: 401 from 127\.0\.0\.1:\d+ {2}Invalid … \[2J$/);
});

test('a call that fails is told', async () => {
	const { client, webhook, told } = await start('approve');
	const gone = createServer().listen(0, '127.0.0.1');
	await once(gone, 'listening');
	const closed = JSON.stringify(gone.address()).match(/"port":(\d+)/)?.[1];
	gone.close();
	await once(gone, 'close');
	const elsewhere = webhook.approval().replaceAll(webhook.baseUrl, 'https://n8n.example.com');
	const nobody = webhook.approval().replaceAll(webhook.baseUrl, `http://localhost:${closed}`);
	for (const body of [elsewhere, nobody]) await client.push({ token: PHONE, body });
	await expect.poll(() => told).toHaveLength(4);
	expect(told.join('\n')).toContain('Approve: not called: n8n.example.com is not this machine.');
	expect(told.join('\n')).toContain('ECONNREFUSED');
	expect(told.join('\n')).not.toContain('5ec7e7');
});

test('an answer for which the notification has no address is told', async () => {
	const { client, webhook, told } = await start({ text: 'yes' });
	await client.push({ token: PHONE, body: webhook.approval() });
	await expect.poll(() => told).toHaveLength(2);
	expect(told[1]).toBe(`${SHORT}…  Text: The notification has no address for that in "n8n".`);
});

test('whoever decides may fail', async () => {
	const { client, webhook, told } = await start(() => Promise.reject(new Error('undecided')));
	await client.push({ token: PHONE, body: webhook.approval() });
	await expect.poll(() => told).toHaveLength(2);
	expect(told[1]).toBe(`${SHORT}…  undecided`);
});

test('a later notification with the same collapse ID replaces the question on that device', async () => {
	const decided: Array<(choice: Choice) => void> = [];
	const decide = () => new Promise<Choice>((resolve) => decided.push(resolve));
	const { simulator, client, webhook, told } = await start(decide);
	const tablet = simulator.devices.add({ token: deviceToken('tablet') });
	const headers = { 'apns-collapse-id': 'payment-7' };
	await client.push({ token: PHONE, headers, body: webhook.approval() });
	await client.push({ token: tablet, headers, body: webhook.approval() });
	await client.push({ token: PHONE, headers, body: '{"aps":{"alert":"Approved by Ada"}}' });
	decided[0]?.('approve');
	decided[1]?.('decline');
	await expect.poll(() => told).toHaveLength(4);
	expect(webhook.pressed).toEqual(['decline']);
	expect(told.join('\n')).toContain(`${SHORT}…  asks no longer: a later notification replaced it.`);
});

test('an answer on its way is finished when the question is replaced', async () => {
	const { client, webhook, told } = await start('approve');
	const headers = { 'apns-collapse-id': 'payment-7' };
	webhook.answers.push('silence');
	await client.push({ token: PHONE, headers, body: webhook.approval() });
	await expect.poll(() => webhook.calls).toHaveLength(1);
	await client.push({ token: PHONE, headers, body: '{"aps":{"alert":"Approved by Ada"}}' });
	webhook.release();
	await expect.poll(() => told).toHaveLength(2);
	expect(told[1]).toContain('Approve: 200');
});

test('stopping the simulator ends what is under way, silently', async () => {
	const { simulator, client, webhook, told } = await start('approve');
	webhook.answers.push('silence');
	await client.push({ token: PHONE, body: webhook.approval() });
	await expect.poll(() => webhook.calls).toHaveLength(1);
	const ended = webhook.ended();
	await simulator.stop();
	await ended;
	expect(told).toHaveLength(1);
});

test('stopping the simulator ends the thinking as well', async () => {
	const signals: AbortSignal[] = [];
	const decide = (_: Question, { signal }: Asked) => {
		signals.push(signal);
		return new Promise<Choice>(() => {});
	};
	const { simulator, client, webhook, told } = await start(decide);
	await client.push({ token: PHONE, body: webhook.approval() });
	await simulator.stop();
	expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
	expect(told).toHaveLength(1);
});
