import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { movableClock } from '../testkit/movableClock.ts';

describe('deliveries of one process', () => {
	it('share connection and provider token: 200 in a row make one TLS handshake and one JWT', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		for (const token of simulator.devices.addMany(200)) {
			await deliverTo(simulator, [token], { delivery });
		}
		expect(simulator.ledger.accepted).toBe(200);
		expect(simulator.connections.opened).toBe(1);
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
	});

	it('share them at the same time as well, each with its own results', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const all = await Promise.all(
			Array.from({ length: 20 }, async (_, run) => {
				const tokens = simulator.devices.addMany(100, {}, `run ${run}`);
				return await deliverTo(simulator, tokens, { delivery });
			}),
		);
		expect(all.map(({ outcomes }) => tally(outcomes))).toEqual(
			Array(20).fill({ 'SUCCESS accepted': 100 }),
		);
		expect(simulator.connections.opened).toBe(1);
		expect(simulator.connections.providerTokensSeen.size).toBe(1);
	});

	it('a small one is not held up by a large one', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const large = simulator.devices.addMany(5000, {}, 'large');
		const small = simulator.devices.addMany(10, {}, 'small');
		let largeDone = 0;
		let largeDoneAtSmallEnd = 0;
		const running = deliverTo(simulator, large, {
			delivery,
			onOutcome: () => {
				largeDone += 1;
			},
		});
		await deliverTo(simulator, small, { delivery, limits: { maxConcurrentStreams: 1 } });
		largeDoneAtSmallEnd = largeDone;
		await running;
		expect(largeDoneAtSmallEnd).toBeLessThan(4000);
	});

	it('with two credentials share nothing', async () => {
		const simulator = await startSimulator();
		const other = simulator.addKey();
		const delivery = new Delivery();
		const [one = '', two = ''] = simulator.devices.addMany(2);
		await deliverTo(simulator, [one], { delivery });
		const { outcomes } = await deliverTo(simulator, [two], { delivery, credential: other });
		expect(outcomes[0]?.outcome).toBe('accepted');
		expect(simulator.connections.opened).toBe(2);
		expect(simulator.connections.providerTokensSeen.size).toBe(2);
	});

	it('an edited credential is not served by the old key', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const [one = '', two = ''] = simulator.devices.addMany(2);
		await deliverTo(simulator, [one], { delivery });
		// Same team and key ID, different private key: APNs must get that key's signature, and refuse it.
		const { outcomes } = await deliverTo(simulator, [two], {
			delivery,
			credential: { ...simulator.identity, privateKey: simulator.addKey().privateKey },
		});
		expect(outcomes).toMatchObject([{ errorCode: 'AUTH_FAILED', reason: 'InvalidProviderToken' }]);
	});

	it('close their connection when it stays idle, and open another when there is work again', async () => {
		const clock = movableClock();
		const simulator = await startSimulator({ clock: clock.dateMs });
		const delivery = new Delivery(clock);
		const [one = '', two = ''] = simulator.devices.addMany(2);
		await deliverTo(simulator, [one], { delivery });
		await expect.poll(() => (clock.advance(60_000), simulator.connections.open)).toBe(0);
		expect(simulator.connections.opened).toBe(1);
		const { outcomes } = await deliverTo(simulator, [two], { delivery });
		expect(outcomes[0]?.outcome).toBe('accepted');
	});
});
