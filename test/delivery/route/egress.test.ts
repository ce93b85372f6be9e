import { lookup } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { UNKNOWN_RULES, type EgressFilter } from '../../../nodes/Apns/delivery/route/egress.ts';
import { parseHttpProxy } from '../../../nodes/Apns/delivery/route/HttpProxy.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';
import { StrictProxy } from '../testkit/StrictProxy.ts';

/** Forbids the given addresses, like n8n's filter, and records the requests. */
class Filter implements EgressFilter {
	readonly asked: string[] = [];
	readonly #isAllowed: (urlOrAddress: string) => boolean;

	constructor(isAllowed: (urlOrAddress: string) => boolean) {
		this.#isAllowed = isAllowed;
	}

	async validateUrl(url: string) {
		this.asked.push(url);
		return { ok: this.#isAllowed(url) };
	}

	createSecureLookup(): ReturnType<EgressFilter['createSecureLookup']> {
		return (host, options, callback) => {
			this.asked.push(host);
			if (this.#isAllowed(host)) lookup(host, options, callback as never);
			else callback(new Error(`${host} is blocked`), []);
		};
	}
}

async function start() {
	const clock = hastyClock(30);
	const simulator = await startSimulator({ clock: clock.dateMs });
	const tokens = simulator.devices.addMany(3);
	const { port } = new URL(simulator.baseUrl);
	return { simulator, tokens, port, delivery: new Delivery(clock) };
}

describe('n8n’s rules on where may be connected to', () => {
	it('are asked before and while the connection is made, and what they allow is connected to', async () => {
		const { simulator, tokens, port, delivery } = await start();
		const egress = new Filter(() => true);
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery,
			target: { host: 'localhost', egress },
		});
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(3).fill('accepted'));
		expect(egress.asked).toEqual([`https://localhost:${port}`, 'localhost']);
	});

	it('that forbid the host: nobody is connected to, and it is told how to allow it', async () => {
		const { simulator, tokens, delivery } = await start();
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery,
			target: { egress: new Filter(() => false) },
		});
		expect(outcomes[0]).toMatchObject({
			errorCode: 'NETWORK_ERROR',
			outcome: 'notSent',
			message: expect.stringMatching(/forbids connections to 127\.0\.0\.1.*N8N_SSRF_ALLOWED/),
		});
		expect(simulator.connections.attempts).toBe(0);
	});

	it('that this n8n does not tell: nobody is connected to, and it is told which n8n does', async () => {
		const { simulator, tokens, delivery } = await start();
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery,
			target: { egress: UNKNOWN_RULES },
		});
		expect(outcomes[0]).toMatchObject({
			errorCode: 'NETWORK_ERROR',
			outcome: 'notSent',
			message: expect.stringMatching(/cannot check whether it allows 127\.0\.0\.1.*n8n to 2\.30/),
		});
		expect(simulator.connections.attempts).toBe(0);
	});

	it('that never come to an end: it is told so, and the next delivery asks again', async () => {
		const { simulator, tokens, delivery } = await start();
		const silent = new Filter(() => true);
		let asks = 0;
		silent.validateUrl = async () => {
			asks += 1;
			return asks > 3 ? { ok: true } : await new Promise(() => {});
		};
		const target = { egress: silent };
		const first = await deliverTo(simulator, tokens, { delivery, target });
		expect(first.outcomes[0]).toMatchObject({
			outcome: 'notSent',
			message: expect.stringContaining('did not decide in time'),
		});
		const second = await deliverTo(simulator, tokens, { delivery, target });
		expect(second.outcomes[0]).toMatchObject({ outcome: 'accepted' });
	});

	it('that forbid what the name has become since: nobody is connected to', async () => {
		const { simulator, tokens, delivery } = await start();
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery,
			target: { host: 'localhost', egress: new Filter((asked) => asked.startsWith('https://')) },
		});
		expect(outcomes[0]?.outcome).toBe('notSent');
		expect(simulator.connections.attempts).toBe(0);
	});

	it('that forbid the proxy: it is not connected to', async () => {
		const { simulator, tokens, delivery } = await start();
		const proxy = await StrictProxy.start();
		const egress = new Filter(() => false);
		const { outcomes } = await deliverTo(simulator, tokens, {
			delivery,
			target: { proxy: { ...parseHttpProxy(proxy.url(), "'Proxy'"), egress } },
		});
		expect(outcomes[0]?.message).toContain('forbids connections to 127.0.0.1');
		expect(proxy.connections).toBe(0);
	});
});
