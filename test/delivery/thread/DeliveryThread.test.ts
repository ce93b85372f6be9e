import { lookup } from 'node:dns';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { EgressFilter } from '../../../nodes/Apns/delivery/route/egress.ts';
import { Pace } from '../../../nodes/Apns/delivery/run/Pace.ts';
import { DEFAULT_POLICY } from '../../../nodes/Apns/delivery/service/policy.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { startedThread, threadOf } from '../testkit/deliveryThread.ts';
import { deliverTo, optionsFor, tally } from '../testkit/deliverTo.ts';

/** Says that it runs, and ends when the first tokens come. */
const ENDS_WITH_TOKENS = `
	const { parentPort } = require('node:worker_threads');
	parentPort.postMessage({ type: 'ready' });
	parentPort.on('message', ({ type }) => {
		if (type === 'portion') throw new Error('out of memory');
	});`;

function notification(simulator: ApnsSimulator, alert = 'Hello') {
	return createNotification({
		bundleIdOrTopic: simulator.identity.bundleId,
		pushType: 'alert',
		payload: { aps: { alert } },
	});
}

let thread: Delivery;
beforeAll(async () => {
	thread = await startedThread();
});

describe('a delivery in a thread of its own', () => {
	it('delivers each of 5,000 once, over one connection with one provider token', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(5000);
		const { outcomes, fault } = await deliverTo(simulator, tokens, {
			delivery: thread,
			limits: { maxConnections: 1 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 5000 });
		expect(fault).toBeUndefined();
		expect(tokens.every((token) => simulator.ledger.countOf(token) === 1)).toBe(true);
		expect(simulator.connections.opened).toBe(1);
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
	});

	it('has the outcomes that a delivery in this thread has', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices
			.addMany(1500)
			.flatMap((token, index) => (index % 3 === 0 ? [token, 'ab'.repeat(32)] : [token]));
		for (const index of [0, 7, 900])
			simulator.devices.update(tokens[index]!, { state: { kind: 'unregistered', sinceMs: 1e12 } });
		const here = await deliverTo(simulator, tokens, { delivery: new Delivery() });
		const there = await deliverTo(simulator, tokens, { delivery: thread });
		const withoutId = (outcomes: Outcome[]) =>
			outcomes.map(({ apnsId, apnsUniqueId, ...others }) => ({
				...others,
				hasIds: [apnsId !== null, apnsUniqueId !== null],
			}));
		expect(withoutId(there.outcomes)).toEqual(withoutId(here.outcomes));
	});

	it('sends to each token its own notification, with the ID that its outcome names', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(1200);
		const notifications = tokens.map((_, index) => notification(simulator, `No. ${index}`));
		const ids: Array<string | null> = [];
		await thread.deliver(
			{
				count: tokens.length,
				recipient: (index) => tokens[index]!,
				message: (index) => notifications[index]!,
				policy: () => DEFAULT_POLICY,
				settle: (index, { apnsId }) => (ids[index] = apnsId),
			},
			optionsFor(simulator),
		);
		const { entries } = simulator.ledger;
		expect(entries).toHaveLength(tokens.length);
		for (const { deviceToken, apnsId, payload } of entries) {
			const index = tokens.indexOf(deviceToken);
			expect(payload).toBe(JSON.stringify({ aps: { alert: `No. ${index}` } }));
			expect(apnsId).toBe(ids[index]);
		}
	});

	it('stops when the execution is stopped, and each token says what happened to it', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(30_000);
		const stop = new AbortController();
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: thread,
			signal: stop.signal,
			onOutcome: () => stop.abort(),
		});
		const { 'SUCCESS accepted': accepted = 0, 'CANCELLED notSent': cancelled = 0 } =
			tally(outcomes);
		expect(accepted + cancelled).toBe(30_000);
		expect(accepted).toBe(simulator.ledger.accepted);
		expect(cancelled).toBeGreaterThan(15_000);
	});

	it('sends nothing if the execution was stopped before', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(2000);
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: thread,
			signal: AbortSignal.abort(),
		});
		expect(tally(outcomes)).toEqual({ 'CANCELLED notSent': 2000 });
		expect(simulator.ledger.accepted).toBe(0);
	});

	it('names the fault that ended it', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(1000);
		const { teamId, privateKey } = simulator.identity;
		const { outcomes, fault } = await deliverTo(simulator, tokens, {
			delivery: thread,
			credential: { teamId, privateKey, keyId: 'WRONGKEY01' },
		});
		expect(fault).toMatchObject({ errorCode: 'AUTH_FAILED', reason: 'InvalidProviderToken' });
		expect(outcomes.every(({ errorCode }) => errorCode === 'AUTH_FAILED')).toBe(true);
	});

	it('rejects with what its source throws, and serves the next delivery', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3000);
		const failing = deliverTo(simulator, tokens, {
			delivery: thread,
			onOutcome: () => {
				throw new RangeError('of the source');
			},
		});
		await expect(failing).rejects.toThrow('of the source');
		const { outcomes } = await deliverTo(simulator, tokens.slice(0, 10), { delivery: thread });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 10 });
	});

	it('keeps deliveries that share a pace within one rate', async () => {
		const simulator = await startSimulator();
		const pace = new Pace(500);
		const startMs = performance.now();
		await Promise.all(
			['a', 'b'].map(async (name) => {
				const tokens = simulator.devices.addMany(100, {}, name);
				await thread.deliver(
					{
						count: tokens.length,
						recipient: (index) => tokens[index]!,
						message: () => notification(simulator),
						policy: () => DEFAULT_POLICY,
						settle: () => {},
					},
					{ ...optionsFor(simulator, { limits: { maxPerSecond: 500 } }), pace },
				);
			}),
		);
		// At 500 a second, 200 take 400 ms; each pace of its own would take 200 ms.
		expect(performance.now() - startMs).toBeGreaterThan(350);
		expect(simulator.ledger.accepted).toBe(200);
	});
});

describe("n8n's egress filter", () => {
	const allowing: EgressFilter = {
		validateUrl: async () => ({ ok: true }),
		createSecureLookup: () => (hostname, options, callback) => lookup(hostname, options, callback),
	};

	it('decides, in the thread that it belongs to', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(10);
		const validateUrl = vi.fn(async () => ({ ok: true }));
		const deliverWith = async (egress: EgressFilter) =>
			await deliverTo(simulator, tokens, {
				delivery: await startedThread(),
				policy: { requestTimeoutMs: 1000 },
				target: { host: 'localhost', egress },
			});
		const allowed = await deliverWith({ ...allowing, validateUrl });
		expect(tally(allowed.outcomes)).toEqual({ 'SUCCESS accepted': 10 });
		expect(validateUrl).toHaveBeenCalled();

		const refused = await deliverWith({ ...allowing, validateUrl: async () => ({ ok: false }) });
		expect(tally(refused.outcomes)).toEqual({ 'NETWORK_ERROR notSent': 10 });
		expect(refused.fault?.message).toContain('server-side request forgery forbids');

		const broken = await deliverWith({
			...allowing,
			validateUrl: async () => await Promise.reject(new Error('no rules')),
		});
		expect(tally(broken.outcomes)).toEqual({ 'NETWORK_ERROR notSent': 10 });
		expect(simulator.ledger.accepted).toBe(10);
	});
});

describe('a thread that ends by a fault', () => {
	it('leaves in doubt what it had, says that the rest was not sent, and is replaced', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(20_000);
		const broken = threadOf(ENDS_WITH_TOKENS);
		for (let time = 1; time <= 2; time += 1) {
			const { outcomes, fault } = await deliverTo(simulator, tokens, { delivery: broken });
			const counts = tally(outcomes);
			expect(Object.keys(counts).sort()).toEqual([
				'NETWORK_ERROR notSent',
				'NETWORK_ERROR unknown',
			]);
			expect(counts['NETWORK_ERROR unknown']).toBeLessThanOrEqual(8_000);
			expect(outcomes[0]).toMatchObject({ outcome: 'unknown', action: 'review' });
			expect(outcomes.at(-1)).toMatchObject({ outcome: 'notSent', action: 'retryLater' });
			expect(fault?.message).toContain('out of memory');
		}
	});

	it('before it has begun has sent nothing, and says so', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(10);
		const delivering = deliverTo(simulator, tokens, { delivery: threadOf('process.exit(1)') });
		await expect(delivering).rejects.toMatchObject({ name: 'NoThreadError' });
		expect(simulator.ledger.accepted).toBe(0);
	});
});
