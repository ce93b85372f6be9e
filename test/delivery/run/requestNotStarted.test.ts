import * as http2 from 'node:http2';
import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { DEFAULT_POLICY } from '../../../nodes/Apns/delivery/service/policy.ts';
import { probe } from '../../../nodes/Apns/delivery/probe.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { DEVICE_PUSH } from '../../../nodes/Apns/delivery/service/Service.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { optionsFor } from '../testkit/deliverTo.ts';

/** Not a valid header value. */
const NO_TEXT = Symbol('no text') as unknown as string;

const SECRET = 'bearer very-secret';

/**
 * Makes node:http2 throw like Node.js before 22.17, which accepts no list of headers; the error text may
 * contain anything.
 */
async function withoutHeaderLists<T>(run: () => Promise<T>): Promise<T> {
	const session = await prototypeOfSessions();
	const { request } = session;
	session.request = () => {
		throw Object.assign(new TypeError(`Invalid value "${SECRET}"`), { code: 'ERR_INVALID_ARG' });
	};
	try {
		return await run();
	} finally {
		session.request = request;
	}
}

/** The prototype of sessions, whose class node:http2 does not export. */
async function prototypeOfSessions(): Promise<http2.ClientHttp2Session> {
	const session = http2.connect('http://127.0.0.1:1');
	session.on('error', () => {});
	const prototype = Object.getPrototypeOf(session) as http2.ClientHttp2Session;
	session.destroy();
	return prototype;
}

describe('a request that Node.js refuses to start', () => {
	it('is told for its own token; the others are sent', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(300);
		const notification = createNotification({
			bundleIdOrTopic: simulator.identity.bundleId,
			pushType: 'alert',
			payload: { aps: { alert: 'Hello' } },
		});
		const outcomes: Outcome[] = [];
		await new Delivery().deliver(
			{
				service: DEVICE_PUSH,
				count: tokens.length,
				recipient: (index) => tokens[index]!,
				message: (index) =>
					index % 3 === 0 ? { ...notification, collapseId: NO_TEXT } : notification,
				policy: () => DEFAULT_POLICY,
				settle(index, outcome) {
					expect(outcomes[index]).toBeUndefined();
					outcomes[index] = outcome;
				},
			},
			optionsFor(simulator),
		);
		outcomes.forEach((outcome, index) =>
			expect(outcome).toMatchObject(
				index % 3 === 0
					? { outcome: 'notSent', errorCode: 'BAD_REQUEST', action: 'fixNotification', attempts: 0 }
					: { outcome: 'accepted' },
			),
		);
		expect(outcomes).toHaveLength(300);
		expect(simulator.ledger.accepted).toBe(200);
		expect(simulator.connections.opened).toBe(1);
	});

	it('never leaves a run waiting, and never quotes a header', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		const options = optionsFor(simulator);
		const outcomes = await withoutHeaderLists(async () => {
			const settled: Outcome[] = [];
			const notification = createNotification({
				bundleIdOrTopic: simulator.identity.bundleId,
				pushType: 'alert',
				payload: { aps: { alert: 'Hello' } },
			});
			await new Delivery().deliver(
				{
					service: DEVICE_PUSH,
					count: 1000,
					recipient: () => token,
					message: () => notification,
					policy: () => DEFAULT_POLICY,
					settle: (_, outcome) => settled.push(outcome),
				},
				options,
			);
			return settled;
		});
		expect(outcomes).toHaveLength(1000);
		expect(outcomes[999]).toMatchObject({ outcome: 'notSent', errorCode: 'BAD_REQUEST' });
		expect(outcomes[0]?.message).toBe(
			`Not sent. Node.js ${process.versions.node} did not start the request (ERR_INVALID_ARG).`,
		);
		expect(JSON.stringify(outcomes)).not.toContain(SECRET);
	});

	it('is what a look at APNs reports, not a lost connection', async () => {
		const simulator = await startSimulator();
		const { target, signingKey } = optionsFor(simulator);
		const tokens = new Delivery().tokensFor(signingKey!);
		const { failure } = await withoutHeaderLists(() => probe(target, tokens, undefined, 5_000));
		expect(failure).toMatchObject({ kind: 'notStarted' });
	});
});
