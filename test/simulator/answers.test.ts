import { expect, test } from 'vitest';
import { deviceToken } from './deviceToken.ts';
import { BareClient } from './testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from './testkit/simulatorForTests.ts';

const UPPER_CASE_UUID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;
const PHONE = deviceToken('phone');

async function pushTo(environment: 'production' | 'sandbox', headers = {}) {
	const simulator = await startSimulator({ environment });
	simulator.devices.add({ token: PHONE });
	const client = await closedAfterTest(BareClient.connect(simulator));
	return await client.push({ token: PHONE, headers });
}

test('a success has no body and no content type', async () => {
	const { status, body, headers } = await pushTo('production');
	expect({ status, body }).toEqual({ status: 200, body: '' });
	expect(headers).not.toHaveProperty('content-type');
});

test('a rejection says why in JSON', async () => {
	const { status, body, headers } = await pushTo('production', { 'apns-priority': '3' });
	expect({ status, body }).toEqual({ status: 400, body: '{"reason":"BadPriority"}' });
	expect(headers['content-type']).toBe('application/json');
});

test('the apns-id comes back as it was sent, with rejections too', async () => {
	const id = '123e4567-e89b-42d3-a456-426614174000';
	const accepted = await pushTo('production', { 'apns-id': id });
	const rejected = await pushTo('production', { 'apns-id': id, 'apns-priority': '3' });
	expect([accepted.headers['apns-id'], rejected.headers['apns-id']]).toEqual([id, id]);
});

test('an apns-id of its own making is upper-case', async () => {
	expect((await pushTo('production')).headers['apns-id']).toMatch(UPPER_CASE_UUID);
});

test('only the sandbox gives an apns-unique-id', async () => {
	expect((await pushTo('sandbox')).headers['apns-unique-id']).toMatch(UPPER_CASE_UUID);
	expect((await pushTo('production')).headers).not.toHaveProperty('apns-unique-id');
});
