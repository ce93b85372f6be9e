import { expect, test } from 'vitest';
import { deviceToken } from '../deviceToken.ts';
import { BareClient } from '../testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';
import { broadcastRemarks, payloadRemarks } from './payloadRemarks.ts';

const APP = 'com.example.app';
const NOW = 1767225600;
const update = { event: 'update', timestamp: NOW, 'content-state': { score: 1 } };

function remarksOn(topic: string, pushType: string | undefined, payload: object): string[] {
	return payloadRemarks({ topic, pushType, payload: JSON.stringify(payload) });
}

// For the remarks themselves see test/notification/warnings.test.ts.
test('remarks go by the push type', () => {
	expect(remarksOn(APP, 'alert', { aps: { alert: 'Hello', badge: 5 } })).toEqual([]);
	expect(remarksOn(APP, 'alert', { aps: { alert: 'Hello', badge: '5' } })).toEqual([
		expect.stringContaining('"badge" must be a whole number'),
	]);
	expect(remarksOn(APP, 'background', { own: 1 })).toEqual([
		expect.stringContaining('"content-available": 1'),
	]);
	expect(remarksOn(`${APP}.voip`, 'voip', { aps: { own: 1 } })).toEqual([]);
});

test('without a push type the topic says what it is', () => {
	expect(remarksOn(APP, undefined, { aps: {} })).toEqual([]);
	expect(remarksOn(APP, undefined, { aps: { badge: '5' } })).toHaveLength(1);
	expect(remarksOn(`${APP}.push-type.widgets`, undefined, { aps: {} })).toHaveLength(1);
});

test('a broadcast updates or ends', () => {
	const remarks = (aps: object) => broadcastRemarks({ payload: JSON.stringify({ aps }) });
	expect(remarks(update)).toEqual([]);
	expect(remarks({ ...update, 'content-state': 'text' })).toHaveLength(1);
	expect(remarks({ ...update, event: 'start' })).toContain(
		'A broadcast cannot start a Live Activity.',
	);
});

test('APNs accepts all of them', async () => {
	const simulator = await startSimulator();
	const token = simulator.devices.add({ token: deviceToken('phone') });
	const client = await closedAfterTest(BareClient.connect(simulator));
	expect(await client.push({ token, body: '{"aps":{"badge":"5"}}' })).toMatchObject({
		status: 200,
	});
	expect(simulator.ledger.entries.flatMap(payloadRemarks)).toHaveLength(1);
});
