import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCertificate, simulatorCredential } from '../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { channelId } from '../simulator/ChannelRegistry.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { startAppleHosts } from './testkit/appleHosts.ts';

const engine = useEngine();

/** Every operation that has the option Environment. */
const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	send: { deviceToken: '={{ $json.deviceToken }}', title: 'Hello' },
	bulk: { operation: 'bulk', title: 'Hello' },
	broadcast: { operation: 'broadcast', channelId: channelId('a'), contentState: '{"a": 1}' },
	preview: { operation: 'preview', deviceToken: '={{ $json.deviceToken }}', title: 'Hello' },
	create: { resource: 'channel', operation: 'create' },
	get: { resource: 'channel', operation: 'get', channelId: channelId('a') },
	getAll: { resource: 'channel', operation: 'getAll' },
	delete: { resource: 'channel', operation: 'delete', channelId: channelId('a') },
	health: { resource: 'connection', operation: 'health' },
};

/**
 * A credential for production that still contains a custom address. n8n drops hidden fields, but shows all of
 * them if the environment is an expression.
 */
const leftover = { environment: '={{ "production" }}', proxy: '' };

async function run(simulator: ApnsSimulator, parameters: INodeParameters, credential: object) {
	return await runApns(engine(), simulator, {
		items: [{ deviceToken: deviceToken('a') }],
		parameters: { ...parameters, options: { environment: 'custom', requestTimeout: 2_000 } },
		credentials: credential as never,
	});
}

describe('the option Environment = Custom', () => {
	describe.each(Object.entries(OPERATIONS))('of %s', (_, parameters) => {
		it('is refused where the credential is for Apple: no address left over in it hears of the key', async () => {
			const simulator = await startSimulator();
			const credential = { ...simulatorCredential(simulator), ...leftover };
			const ran = await run(simulator, parameters, { apnsApi: credential });
			expect(ran.error).toMatchObject({
				name: 'NodeOperationError',
				context: { itemIndex: 0 },
				message: "'Environment' is Custom, but the credential is for production",
			});
			expect(simulator.connections.attempts).toBe(0);
		});

		it('is refused for a certificate, too', async () => {
			const simulator = await startSimulator();
			const certificate = await simulator.createClientCertificate();
			const credential = { ...simulatorCertificate(simulator, certificate), ...leftover };
			const withCertificate = { ...parameters, authentication: 'certificate' };
			const ran = await run(simulator, withCertificate, { apnsCertificateApi: credential });
			expect(ran.error?.message).toContain("'Environment' is Custom, but the credential");
			expect(simulator.connections.attempts).toBe(0);
		});

		it('is taken where the credential is Custom itself', async () => {
			const simulator = await startSimulator();
			const ran = await run(simulator, parameters, { apnsApi: simulatorCredential(simulator) });
			expect(ran.error?.message ?? '').not.toContain("'Environment' is Custom");
			expect(simulator.connections.attempts).toBe(parameters.operation === 'preview' ? 0 : 1);
		});
	});

	it('of one item concerns that item alone, where the node goes on', async () => {
		const hosts = await startAppleHosts();
		const stranger = await startSimulator();
		const items = hosts.production.devices
			.addMany(2)
			.map((token, index) => ({ deviceToken: token, where: ['production', 'custom'][index]! }));
		const ran = await runApns(engine(), hosts.production, {
			items,
			onError: 'continueRegularOutput',
			credentials: {
				apnsApi: hosts.credential({
					...leftover,
					...{ proxy: hosts.proxy.url(), baseUrl: stranger.baseUrl },
				}),
			},
			parameters: {
				...OPERATIONS.send,
				options: { environment: '={{ $json.where }}' },
			},
		});
		expect(results(ran)).toMatchObject([
			{ success: true, environment: 'production' },
			{ error: expect.stringContaining("'Environment' is Custom") },
		]);
		expect(stranger.connections.attempts).toBe(0);
	});
});
