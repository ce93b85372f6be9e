import { describe, expect, it, vi } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

describe('stopping the execution', () => {
	it('stops the sending: what was sent has its answer, what was not says so', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(20_000);
		const stop = new AbortController();
		let settled = 0;

		const { outcomes } = await deliverTo(simulator, tokens, {
			signal: stop.signal,
			onOutcome: () => {
				settled += 1;
				if (settled === 1000) stop.abort();
			},
		});

		const { 'SUCCESS accepted': accepted = 0, 'CANCELLED notSent': cancelled = 0 } =
			tally(outcomes);
		expect(accepted + cancelled).toBe(20_000);
		expect(accepted).toBe(simulator.ledger.accepted);
		expect(accepted).toBeLessThan(1500);
		expect(outcomes.at(-1)).toMatchObject({ action: 'retryLater', attempts: 0 });
	});

	it('ends within a second also where answers do not come, and says that they may have arrived', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(500);
		simulator.faults.add({ kind: 'silent', at: { fromRequest: 100 } });
		const stop = new AbortController();
		let stoppedAtMs = Infinity;

		const { outcomes } = await deliverTo(simulator, tokens, {
			signal: stop.signal,
			onOutcome: (_, index) => {
				if (index !== 50) return;
				stoppedAtMs = performance.now();
				stop.abort();
			},
		});

		expect(performance.now() - stoppedAtMs).toBeLessThan(1000);
		const counts = tally(outcomes);
		expect(counts['TIMEOUT unknown']).toBeGreaterThan(0);
		for (const [index, { outcome }] of outcomes.entries()) {
			if (outcome === 'notSent') expect(simulator.ledger.has(tokens[index]!)).toBe(false);
		}
	});

	it('does not disturb another execution on the same connection', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const stopped = simulator.devices.addMany(2000, {}, 'stopped');
		const other = simulator.devices.addMany(2000, {}, 'other');
		const stop = new AbortController();
		const [, kept] = await Promise.all([
			deliverTo(simulator, stopped, {
				delivery,
				signal: stop.signal,
				onOutcome: () => stop.abort(),
			}),
			deliverTo(simulator, other, { delivery }),
		]);
		expect(tally(kept.outcomes)).toEqual({ 'SUCCESS accepted': 2000 });
		expect(simulator.connections.opened).toBe(1);
	});

	it('before it began sends nothing', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(10);
		const { outcomes } = await deliverTo(simulator, tokens, { signal: AbortSignal.abort() });
		expect(tally(outcomes)).toEqual({ 'CANCELLED notSent': 10 });
		expect(simulator.connections.attempts).toBe(0);
	});

	it('while it waits for a connection or for a retry ends it at once', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(10);
		simulator.faults.add({ kind: 'noSettings' });
		const waiting = new AbortController();
		void vi.waitFor(() => expect(simulator.connections.opened).toBe(1)).then(() => waiting.abort());
		expect(
			tally((await deliverTo(simulator, tokens, { signal: waiting.signal })).outcomes),
		).toEqual({ 'CANCELLED notSent': 10 });

		simulator.faults.clear();
		simulator.faults.add({
			kind: 'answer',
			status: 503,
			headers: { 'retry-after': '20' },
			at: { tokens: tokens.slice(0, 1) },
		});
		const retrying = new AbortController();
		// The refused one is sent first, alone: it has its answer when the others have theirs.
		void vi.waitFor(() => expect(simulator.ledger.accepted).toBe(9)).then(() => retrying.abort());
		expect(
			tally((await deliverTo(simulator, tokens, { signal: retrying.signal })).outcomes),
		).toEqual({ 'SUCCESS accepted': 9, 'CANCELLED notSent': 1 });
	});
});

describe('having enough', () => {
	it('starts no further token and waits for those in flight', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(1000);
		const enough = new AbortController();
		const { outcomes } = await deliverTo(simulator, tokens, {
			enough: enough.signal,
			limits: { maxConcurrentStreams: 10 },
			onOutcome: (_, index) => index === 99 && enough.abort(),
		});
		const { 'SUCCESS accepted': accepted = 0, 'CANCELLED notSent': cancelled = 0 } =
			tally(outcomes);
		expect(accepted).toBe(simulator.ledger.accepted);
		expect(accepted + cancelled).toBe(1000);
		expect(accepted).toBeLessThan(120);
	});
});

describe('a retry', () => {
	it('does not hold up the other tokens', async () => {
		const clock = hastyClock(10);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(500);
		simulator.faults.add({
			kind: 'answer',
			status: 429,
			reason: 'TooManyRequests',
			headers: { 'retry-after': '10' },
			at: { tokens: tokens.slice(0, 1), times: 1 },
		});
		const order: number[] = [];
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			onOutcome: (_, index) => order.push(index),
		});
		expect(order.at(-1)).toBe(0);
		expect(outcomes[0]).toMatchObject({ outcome: 'accepted', attempts: 2 });
	});

	it('is left to the workflow where the server asks for more patience than half a minute', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		simulator.faults.add({ kind: 'answer', status: 503, headers: { 'retry-after': '120' } });
		const { outcomes } = await deliverTo(simulator, [token]);
		expect(outcomes).toMatchObject([
			{ errorCode: 'SERVER_ERROR', attempts: 1, retryAfterSeconds: 120 },
		]);
	});
});
