import { constants } from 'node:http2';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { deviceToken } from '../deviceToken.ts';
import { BareClient } from '../testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';
import type { Fault } from './Fault.ts';

const PHONE = deviceToken('phone');
const UNAVAILABLE = { kind: 'answer', status: 503, reason: 'ServiceUnavailable' } as const;
const CREATE = {
	method: 'POST',
	body: '{"message-storage-policy":0,"push-type":"LiveActivity"}',
};

let simulator: ApnsSimulator;
let sender: BareClient;
let manager: BareClient;
let channel: string;

beforeEach(async () => {
	simulator = await startSimulator();
	simulator.devices.add({ token: PHONE });
	channel = simulator.channels.add();
	sender = await closedAfterTest(BareClient.warm(simulator, PHONE));
	manager = await closedAfterTest(BareClient.connect(simulator, { to: 'channels' }));
	simulator.ledger.clear();
});

/** The statuses of a push, a broadcast and a new channel. */
async function askAll(): Promise<Array<number | undefined>> {
	const answers = await Promise.all([
		sender.push({ token: PHONE }),
		sender.broadcast(channel),
		manager.channels(CREATE),
	]);
	return answers.map(({ status }) => status);
}

describe('a fault strikes', () => {
	test('every kind of request', async () => {
		simulator.faults.add(UNAVAILABLE);
		expect(await askAll()).toEqual([503, 503, 503]);
		expect(simulator.ledger).toMatchObject({ accepted: 0, broadcasts: [], channelRequests: [] });
	});

	test.each([
		['device', [503, 200, 201]],
		['broadcast', [200, 503, 201]],
		['channels', [200, 200, 503]],
	] as const)('%s only', async (service, statuses) => {
		simulator.faults.add({ ...UNAVAILABLE, at: { service } });
		expect(await askAll()).toEqual(statuses);
	});

	test('no broadcast where it is for device tokens', async () => {
		simulator.faults.add({ ...UNAVAILABLE, at: { tokens: [PHONE] } });
		expect(await askAll()).toEqual([503, 200, 201]);
	});

	test('connections of one listener only', async () => {
		simulator.faults.add({ kind: 'refuseConnection', at: { service: 'channels' } });
		const refused = await closedAfterTest(BareClient.dial(simulator, { to: 'channels' }));
		await refused.closed();
		expect(refused.errors).toEqual(['ECONNRESET']);
		const sending = await closedAfterTest(BareClient.connect(simulator));
		expect(await sending.broadcast(channel)).toMatchObject({ status: 200 });
	});
});

describe('what was processed before the answer was lost is in the ledger', () => {
	const lost: Array<[Fault, boolean]> = [
		[{ kind: 'reset', code: constants.NGHTTP2_INTERNAL_ERROR, when: 'afterProcessing' }, true],
		[{ kind: 'reset', code: constants.NGHTTP2_REFUSED_STREAM, when: 'beforeProcessing' }, false],
		[{ kind: 'disconnect', when: 'afterProcessing' }, true],
		[{ kind: 'disconnect', when: 'beforeProcessing' }, false],
	];
	test.each(lost)('%o: %s', async (fault, processed) => {
		simulator.faults.add(fault);
		const answers = [await sender.broadcast(channel), await manager.channels(CREATE)];
		expect(answers.map(({ status }) => status)).toEqual([undefined, undefined]);
		const { broadcasts, channelRequests } = simulator.ledger;
		const count = processed ? 1 : 0;
		expect([broadcasts.length, channelRequests.length]).toEqual([count, count]);
		expect(simulator.channels.ids()).toHaveLength(1 + count);
	});
});

test('onRequest tells of all of them, onPush of pushes to devices', async () => {
	const heard: unknown[] = [];
	const pushes: unknown[] = [];
	simulator = await startSimulator({
		onRequest: ({ service, answer }) => heard.push([service, answer]),
		onPush: ({ answer }) => pushes.push(answer),
	});
	sender = await closedAfterTest(BareClient.connect(simulator));
	manager = await closedAfterTest(BareClient.connect(simulator, { to: 'channels' }));
	await sender.push({ token: PHONE });
	await sender.broadcast(simulator.channels.add());
	await manager.channels(CREATE);
	expect(heard).toEqual([
		['device', '400 BadDeviceToken'],
		['broadcast', '200'],
		['channels', '201'],
	]);
	expect(pushes).toEqual(['400 BadDeviceToken']);
});
