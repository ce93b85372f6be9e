import { expect, test } from 'vitest';
import { deviceToken } from './deviceToken.ts';
import { BareClient } from './testkit/BareClient.ts';
import { signProviderToken } from './testkit/providerToken.ts';
import { closedAfterTest, startSimulator } from './testkit/simulatorForTests.ts';

const PHONE = deviceToken('phone');
const NOW_MS = Date.UTC(2026, 0, 1);

test('an accepted notification is written down as it came', async () => {
	const simulator = await startSimulator({ clock: () => NOW_MS });
	simulator.devices.add({ token: PHONE });
	const client = await closedAfterTest(BareClient.connect(simulator));
	client.authorization = `bearer ${await signProviderToken({ ...simulator.identity, issuedAtMs: NOW_MS })}`;
	const headers = {
		'apns-id': '123e4567-e89b-42d3-a456-426614174000',
		'apns-priority': '5',
		'apns-expiration': '0',
		'apns-collapse-id': 'score',
	};
	await client.push({ token: PHONE.toUpperCase(), headers, body: '{"aps":{"badge":1}}' });
	expect(simulator.ledger.entries).toEqual([
		{
			apnsId: headers['apns-id'],
			deviceToken: PHONE.toUpperCase(),
			topic: 'com.example.app',
			pushType: 'alert',
			priority: 5,
			expiration: 0,
			collapseId: 'score',
			payload: '{"aps":{"badge":1}}',
			receivedAtMs: NOW_MS,
			connection: 1,
			stream: 1,
		},
	]);
});

test('what was refused is counted, but not as a notification', async () => {
	const simulator = await startSimulator();
	simulator.devices.add({ token: PHONE });
	const client = await closedAfterTest(BareClient.connect(simulator));
	await client.push({ token: PHONE });
	await client.push({ token: PHONE, headers: { 'apns-priority': '3' } });
	await client.push({ token: PHONE, headers: { authorization: 'bearer x' } });
	const { ledger } = simulator;
	expect(ledger.requests).toBe(3);
	expect(Object.fromEntries(ledger.answers)).toEqual({
		'200': 1,
		'400 BadPriority': 1,
		'403 InvalidProviderToken': 1,
	});
	expect([ledger.accepted, ledger.countOf(PHONE), ledger.tokens()]).toEqual([1, 1, [PHONE]]);
	expect([ledger.has(PHONE.toUpperCase()), ledger.has(deviceToken('tablet'))]).toEqual([
		true,
		false,
	]);
	await client.broadcast(simulator.channels.add());
	ledger.clear();
	expect(ledger).toMatchObject({ requests: 0, accepted: 0, entries: [], broadcasts: [] });
	expect([ledger.answers.size, ledger.has(PHONE)]).toEqual([0, false]);
});

test('for very long runs it keeps a number per device token only', async () => {
	const simulator = await startSimulator({ ledger: 'counts' });
	simulator.devices.add({ token: PHONE });
	const client = await closedAfterTest(BareClient.connect(simulator));
	await client.push({ token: PHONE });
	await client.push({ token: PHONE });
	await client.broadcast(simulator.channels.add());
	const { ledger } = simulator;
	expect([ledger.countOf(PHONE), ledger.entries, ledger.broadcasts]).toEqual([2, [], []]);
	expect(ledger.answers.get('200')).toBe(3);
});

test('whoever looks on is told of each push', async () => {
	const heard: unknown[] = [];
	const simulator = await startSimulator({ onPush: (push) => heard.push(push) });
	const client = await closedAfterTest(BareClient.connect(simulator));
	await client.push({ token: PHONE });
	expect(heard).toEqual([{ deviceToken: PHONE, pushType: 'alert', answer: '400 BadDeviceToken' }]);
});
