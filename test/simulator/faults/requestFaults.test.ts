import { constants } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { deviceToken } from '../deviceToken.ts';
import { BareClient } from '../testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';
import type { Fault } from './Fault.ts';

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM } = constants;
const PHONE = deviceToken('phone');
const TABLET = deviceToken('tablet');
const WATCH = deviceToken('watch');

let simulator: ApnsSimulator;
let onPush = () => {};

/** A connection whose stream limit was raised by a first request, and then the fault. */
async function warmThen(...faults: Fault[]): Promise<BareClient> {
	simulator = await startSimulator({ onPush: () => onPush() });
	for (const token of [PHONE, TABLET, WATCH]) simulator.devices.add({ token });
	const client = await closedAfterTest(BareClient.warm(simulator, PHONE));
	simulator.ledger.clear();
	for (const fault of faults) simulator.faults.add(fault);
	return client;
}

async function pushAll(client: BareClient, ...tokens: string[]) {
	return await Promise.all(tokens.map((token) => client.push({ token })));
}

describe('answer', () => {
	test('comes in place of APNs, with its headers, and nothing is processed', async () => {
		const client = await warmThen({
			kind: 'answer',
			status: 503,
			reason: 'ServiceUnavailable',
			headers: { 'retry-after': '7' },
			at: { times: 1 },
		});
		const answer = await client.push({ token: PHONE });
		expect(answer).toMatchObject({ status: 503, reason: 'ServiceUnavailable' });
		expect(answer.headers).toMatchObject({
			'retry-after': '7',
			'content-type': 'application/json',
			'apns-id': expect.any(String) as unknown,
		});
		expect(simulator.ledger.has(PHONE)).toBe(false);
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 200 });
	});

	test('may have any body, or none', async () => {
		const client = await warmThen(
			{ kind: 'answer', status: 502, body: '<html>', at: { request: 1 } },
			{ kind: 'answer', status: 500, at: { request: 2 } },
		);
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 502, body: '<html>' });
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 500, body: '' });
	});

	test('may come late', async () => {
		const client = await warmThen({ kind: 'answer', status: 500, delayMs: 60 });
		const startedMs = performance.now();
		await client.push({ token: PHONE });
		expect(performance.now() - startedMs).toBeGreaterThan(50);
	});
});

describe('goaway', () => {
	test('that is graceful lets the streams up to its id end, then the connection closes', async () => {
		const debugData = '{"reason":"Shutdown"}';
		const client = await warmThen(
			{ kind: 'goaway', debugData, at: { request: 2 } },
			{ kind: 'delay', delayMs: 50, process: 'first', at: { tokens: [PHONE] } },
		);
		const answers = await pushAll(client, PHONE, TABLET);
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		expect(client.goAways).toEqual([{ errorCode: 0, lastStreamId: 5, debugData }]);
		await client.closed();
		expect(simulator.ledger.tokens().sort()).toEqual([PHONE, TABLET].sort());
	});

	test('leaves what is above its id unprocessed and unanswered', async () => {
		const client = await warmThen({ kind: 'goaway', lastStreamId: 3, at: { request: 2 } });
		const answers = await pushAll(client, PHONE, TABLET, WATCH);
		expect(answers.map(({ status }) => status)).toEqual([200, undefined, undefined]);
		expect(client.goAways).toMatchObject([{ lastStreamId: 3 }]);
		expect(simulator.ledger.tokens()).toEqual([PHONE]);
	});

	test('can name the highest stream processed', async () => {
		const client = await warmThen({
			kind: 'goaway',
			lastStreamId: 'processed',
			at: { tokens: [WATCH] },
		});
		const answers = await pushAll(client, PHONE, TABLET, WATCH);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, undefined]);
		expect(client.goAways).toMatchObject([{ lastStreamId: 5 }]);
	});

	test('can name 0, once nothing is owed', async () => {
		const client = await warmThen({ kind: 'goaway', lastStreamId: 0 });
		const answers = await pushAll(client, PHONE, TABLET);
		expect(answers.map(({ status }) => status)).toEqual([undefined, undefined]);
		expect(client.goAways).toMatchObject([{ lastStreamId: 0 }]);
		expect(simulator.ledger.accepted).toBe(0);
	});

	test('owns up to what is processed but not answered', async () => {
		const client = await warmThen(
			{ kind: 'delay', delayMs: 50, process: 'first', at: { tokens: [TABLET] } },
			{ kind: 'goaway', lastStreamId: 0, at: { tokens: [WATCH] } },
		);
		const answers = await pushAll(client, PHONE, TABLET, WATCH);
		expect(client.goAways).toMatchObject([{ lastStreamId: 5 }]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, undefined]);
	});

	test('can come twice', async () => {
		const client = await warmThen({ kind: 'goaway', twice: true, at: { times: 1 } });
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 200 });
		expect(client.goAways.map(({ lastStreamId }) => lastStreamId)).toEqual([2 ** 31 - 1, 3]);
	});

	test('can carry an error and plain text', async () => {
		const client = await warmThen({
			kind: 'goaway',
			errorCode: NGHTTP2_REFUSED_STREAM,
			lastStreamId: 'processed',
			debugData: 'Maximum active streams violated for this endpoint.',
		});
		await client.push({ token: PHONE });
		await client.closed();
		expect(client.goAways).toEqual([
			{
				errorCode: 7,
				lastStreamId: 1,
				debugData: 'Maximum active streams violated for this endpoint.',
			},
		]);
	});
});

describe('streamLimit', () => {
	test('falls in mid-flight, and what comes above it is refused', async () => {
		const late: Array<ReturnType<BareClient['push']>> = [];
		const client = await warmThen({ kind: 'streamLimit', limit: 2, at: { times: 1 } });
		// The simulator has lowered the limit, and the client cannot know that yet.
		onPush = () => {
			onPush = () => {};
			for (let count = 0; count < 5; count++) late.push(client.push({ token: TABLET }));
		};
		await client.push({ token: PHONE });
		const answers = await Promise.all(late);
		const refused = answers.filter(({ resetCode }) => resetCode === NGHTTP2_REFUSED_STREAM);
		const accepted = answers.filter(({ status }) => status === 200);
		expect(refused.length).toBeGreaterThanOrEqual(3);
		expect(refused.length + accepted.length).toBe(5);
		expect(simulator.ledger.countOf(TABLET)).toBe(accepted.length);
		expect(simulator.connections).toMatchObject({
			refusedStreams: refused.length,
			streamLimitViolations: 0,
		});
		expect(client.streamLimits).toEqual([1, 1000, 2]);
	});

	test('may come back by itself', async () => {
		const client = await warmThen({
			kind: 'streamLimit',
			limit: 0,
			restoreAfterMs: 20,
			at: { times: 1 },
		});
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 200 });
		await expect.poll(() => client.streamLimits).toEqual([1, 1000, 0, 1000]);
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 200 });
	});

	test('may follow the answers', async () => {
		const client = await warmThen({ kind: 'streamLimitAfterRejection' });
		await client.push({ token: deviceToken('unknown') });
		expect(client.streamLimits).toEqual([1, 1000, 1]);
		await client.push({ token: deviceToken('unknown') });
		await client.push({ token: PHONE });
		expect(client.streamLimits).toEqual([1, 1000, 1, 1000]);
		simulator.devices.update(PHONE, { state: { kind: 'unregistered', sinceMs: 1 } });
		await client.push({ token: PHONE });
		expect(client.streamLimits).toEqual([1, 1000, 1, 1000]);
	});
});

describe('reset', () => {
	test.each([
		['beforeProcessing', NGHTTP2_REFUSED_STREAM, undefined, 0],
		['beforeProcessing', NGHTTP2_INTERNAL_ERROR, undefined, 0],
		['afterProcessing', NGHTTP2_INTERNAL_ERROR, undefined, 1],
		['afterProcessing', NGHTTP2_CANCEL, undefined, 1],
		['afterHeaders', NGHTTP2_INTERNAL_ERROR, 200, 1],
		['afterHeaders', NGHTTP2_CANCEL, 200, 1],
	] as const)('%s, with code %i', async (when, code, status, accepted) => {
		const client = await warmThen({ kind: 'reset', code, when, at: { times: 1 } });
		const answer = await client.push({ token: PHONE });
		expect(answer).toMatchObject({ status, resetCode: code });
		expect(simulator.ledger.countOf(PHONE)).toBe(accepted);
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 200 });
	});

	test('cannot promise with REFUSED_STREAM what is not true', async () => {
		const { faults } = await startSimulator();
		const code = NGHTTP2_REFUSED_STREAM;
		expect(() => faults.add({ kind: 'reset', code, when: 'afterProcessing' })).toThrow(RangeError);
	});
});

describe('disconnect', () => {
	test.each([
		['beforeProcessing', 0],
		['afterProcessing', 1],
	] as const)('%s', async (when, accepted) => {
		const client = await warmThen({ kind: 'disconnect', when });
		expect(await client.push({ token: PHONE })).toMatchObject({ status: undefined });
		await client.closed();
		expect(client.errors).toEqual(['ECONNRESET']);
		expect(simulator.ledger.countOf(PHONE)).toBe(accepted);
		await expect.poll(() => simulator.connections.open).toBe(0);
	});
});

describe('halfOpen', () => {
	test('answers nothing any more, not even PING', async () => {
		const client = await warmThen({ kind: 'halfOpen' });
		void client.push({ token: PHONE });
		void client.push({ token: TABLET });
		await expect.poll(() => simulator.ledger.answers.get('no answer (half-open)')).toBe(1);
		expect(await client.ping(50)).toBe(false);
		expect(client.session.destroyed).toBe(false);
		expect(simulator.ledger.accepted).toBe(0);
	});
});

describe('silent', () => {
	test('processes without an answer; the connection is well', async () => {
		const client = await warmThen({ kind: 'silent', at: { tokens: [PHONE] } });
		const unanswered = client.push({ token: PHONE });
		expect(await client.push({ token: TABLET })).toMatchObject({ status: 200 });
		expect(await client.ping(5000)).toBe(true);
		expect(await Promise.race([unanswered, delay(20, 'no answer')])).toBe('no answer');
		expect(simulator.ledger.countOf(PHONE)).toBe(1);
	});
});

describe('delay', () => {
	test.each(['first', 'last'] as const)('answers late, processed %s', async (process) => {
		const client = await warmThen({ kind: 'delay', delayMs: 60, process });
		const answer = client.push({ token: PHONE });
		await expect.poll(() => simulator.ledger.requests).toBe(1);
		expect(simulator.ledger.countOf(PHONE)).toBe(process === 'first' ? 1 : 0);
		expect(await answer).toMatchObject({ status: 200 });
		expect(simulator.ledger.countOf(PHONE)).toBe(1);
	});

	test('processes also what the client has given up', async () => {
		const client = await warmThen({ kind: 'delay', delayMs: 60, process: 'last' });
		void client.push({ token: PHONE });
		await expect.poll(() => simulator.ledger.requests).toBe(1);
		client.close();
		await expect.poll(() => simulator.ledger.countOf(PHONE)).toBe(1);
	});
});

describe('wedge', () => {
	test('refuses the token from now on, on this connection', async () => {
		const client = await warmThen({ kind: 'wedge', at: { connection: 0, times: 1 } });
		const [expired] = [await client.push({ token: PHONE }), await client.push({ token: PHONE })];
		expect(expired).toMatchObject({ status: 403, reason: 'ExpiredProviderToken' });
		const other = await closedAfterTest(BareClient.connect(simulator));
		expect(await other.push({ token: PHONE })).toMatchObject({ status: 200 });
	});
});
