import { afterEach, describe, expect, it, vi } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { StrictProxy } from '../delivery/testkit/StrictProxy.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { startAppleHosts } from './testkit/appleHosts.ts';

const engine = useEngine();
const health = { resource: 'connection', operation: 'health' };

afterEach(() => vi.unstubAllEnvs());

describe('the proxy', () => {
	it.each([443, 2197])('of the credential leads to Apple’s hosts, port %d', async (port) => {
		const { production, proxy, credential } = await startAppleHosts();
		const [token] = production.devices.addMany(1);
		const run = await runApns(engine(), production, {
			items: [{ deviceToken: token ?? '' }],
			credentials: { apnsApi: credential({ port }) },
		});
		expect(results(run)).toMatchObject([{ success: true, environment: 'production' }]);
		expect(proxy.requests).toMatchObject([{ authority: `api.push.apple.com:${port}` }]);
	});

	it('is told by Check Health, without its password', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start({ login: 'user:secret-password' });
		const credential = {
			...simulatorCredential(simulator),
			proxy: proxy.url('user:secret-password'),
		};
		const run = await runApns(engine(), simulator, {
			parameters: health,
			credentials: { apnsApi: credential },
		});
		expect(results(run)).toMatchObject([{ status: 'healthy', proxy: proxy.url() }]);
		expect(JSON.stringify(run.executionData)).not.toContain('secret-password');

		const wrong = await runApns(engine(), simulator, {
			parameters: health,
			credentials: { apnsApi: { ...credential, proxy: proxy.url('user:wrong-password') } },
		});
		expect(results(wrong)).toMatchObject([
			{
				status: 'unhealthy',
				proxy: proxy.url(),
				message: expect.stringContaining("Correct them in 'Proxy' of the credential. (407)"),
			},
		]);
		expect(JSON.stringify(wrong.executionData)).not.toContain('wrong-password');
	});

	it('of the environment is obeyed, and so is NO_PROXY', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start();
		vi.stubEnv('HTTPS_PROXY', proxy.url());
		const [token = ''] = simulator.devices.addMany(1);
		const send = async () =>
			results(await runApns(engine(), simulator, { items: [{ deviceToken: token }] }));
		expect(await send()).toMatchObject([{ success: true }]);
		expect(proxy.requests).toHaveLength(1);
		vi.stubEnv('NO_PROXY', '127.0.0.1');
		expect(await send()).toMatchObject([{ success: true }]);
		expect(proxy.requests).toHaveLength(1);
	});

	it('that cannot be used is a wrong set-up, told before anything is sent', async () => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, {
			items: [{ deviceToken: 'a'.repeat(64) }],
			credentials: {
				apnsApi: { ...simulatorCredential(simulator), proxy: 'user:secret-password@proxy:3128' },
			},
		});
		expect(run.error).toMatchObject({
			name: 'NodeOperationError',
			message: "'Proxy' in the credential cannot be used",
		});
		expect(JSON.stringify(run.executionData)).not.toContain('secret-password');
		expect(simulator.connections.attempts).toBe(0);
	});
});
