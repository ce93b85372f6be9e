import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { idleClock } from '../testkit/idleClock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHttpProxy } from '../../../nodes/Apns/delivery/route/HttpProxy.ts';
import { NEEDS_TINYPROXY, TinyProxy } from '../../e2e/TinyProxy.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';

const USER = 'n8n';
const PASSWORD = 's3cretWord';

describe('through tinyproxy', NEEDS_TINYPROXY, () => {
	let tinyproxy: TinyProxy;

	beforeAll(async () => {
		tinyproxy = await TinyProxy.start(USER, PASSWORD);
	});

	afterAll(() => tinyproxy?.stop());

	const through = (url: string) => ({ target: { proxy: parseHttpProxy(url, 'HTTPS_PROXY') } });

	it('everything arrives, with a tunnel for each connection', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(2_000);
		simulator.faults.add({ kind: 'delay', delayMs: 30, process: 'first' });
		const { outcomes } = await deliverTo(simulator, tokens, {
			...through(tinyproxy.url(USER, PASSWORD)),
			delivery: new Delivery(idleClock),
			limits: { maxConnections: 3, maxConcurrentStreams: 50 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 2_000 });
		expect(simulator.connections.opened).toBe(3);
		expect(tinyproxy.connects).toEqual(Array(3).fill(new URL(simulator.baseUrl).host));
	});

	it.each([
		['a wrong password', () => tinyproxy.url(USER, 'wrong'), 'does not accept'],
		['no password', () => tinyproxy.address, 'requires a user name'],
	])('%s is told as such', async (_, url, said) => {
		const simulator = await startSimulator();
		const { outcomes } = await deliverTo(simulator, ['a'.repeat(64)], {
			...through(url()),
			policy: { maxAttempts: 1 },
		});
		expect(outcomes[0]).toMatchObject({
			outcome: 'notSent',
			message: expect.stringContaining(said),
		});
		expect(simulator.connections.attempts).toBe(0);
	});
});
