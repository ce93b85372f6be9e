import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

const at = { request: 300 };

/** A GOAWAY must not cause a lost or duplicate notification. */
const harmless: Array<[string, Fault]> = [
	['graceful, with the last stream id', { kind: 'goaway', lastStreamId: 'processed', at }],
	['with NO_ERROR and id 0', { kind: 'goaway', lastStreamId: 0, at: { request: 1 } }],
	['two of them', { kind: 'goaway', twice: true, lastStreamId: 'processed', at }],
	['Shutdown as JSON', { kind: 'goaway', debugData: '{"reason":"Shutdown"}', at }],
	['IdleTimeout as JSON', { kind: 'goaway', debugData: '{"reason":"IdleTimeout"}', at }],
	[
		'plain text',
		{ kind: 'goaway', debugData: 'Maximum active streams violated for this endpoint.', at },
	],
	['every 500 requests', { kind: 'goaway', lastStreamId: 'processed', at: { everyRequests: 500 } }],
	['right after connecting', { kind: 'goaway', onConnect: true, at: { firstConnections: 1 } }],
];

describe('GOAWAY', () => {
	it.each(harmless)('%s: every notification arrives, once', async (_, fault) => {
		const clock = hastyClock(10);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(2000);
		simulator.faults.add(fault);

		const { outcomes } = await deliverTo(simulator, tokens, { delivery: new Delivery(clock) });

		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 2000 });
		expect(tokens.every((token) => simulator.ledger.countOf(token) === 1)).toBe(true);
		expect(simulator.connections.opened).toBeGreaterThan(1);
	});

	it('with an error code: what is above the last id is sent again, what is below may have arrived', async () => {
		const clock = hastyClock(10);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const tokens = simulator.devices.addMany(2000);
		simulator.faults.add({ kind: 'goaway', errorCode: 2, lastStreamId: 'processed', at });

		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery: new Delivery(clock),
			policy: { onUnknownDelivery: 'report' },
		});

		for (const [index, { outcome }] of outcomes.entries()) {
			expect(['accepted', 'unknown']).toContain(outcome);
			if (outcome === 'accepted') expect(simulator.ledger.countOf(tokens[index]!)).toBe(1);
		}
		expect(tokens.every((token) => simulator.ledger.countOf(token) <= 1)).toBe(true);
	});

	it('that blames the certificate’s environment ends the run: reconnecting would not help', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(1000);
		simulator.faults.add({
			kind: 'goaway',
			onConnect: true,
			lastStreamId: 0,
			debugData: '{"reason":"BadCertificateEnvironment"}',
		});

		const { outcomes, fault } = await deliverTo(simulator, tokens);

		expect(tally(outcomes)).toEqual({ 'AUTH_FAILED notSent': 1000 });
		expect(fault).toMatchObject({ reason: 'BadCertificateEnvironment', action: 'fixCredentials' });
		expect(simulator.connections.attempts).toBe(1);
		expect(simulator.ledger.requests).toBe(0);
	});
});
