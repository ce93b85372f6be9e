import { describe, expect, it } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { createIdentity } from '../simulator/identity.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { itemsAt, MODES, runOnError } from './testkit/onError.ts';

const engine = useEngine();
const parameters = { resource: 'connection', operation: 'health' };

describe('connection: health', () => {
	it('reports a healthy connection, sends nothing and leaves no connection behind', async () => {
		const simulator = await startSimulator();

		const run = await runApns(engine(), simulator, { parameters });

		const { teamId, keyId } = simulator.identity;
		expect(results(run)).toEqual([
			{
				status: 'healthy',
				message: 'APNs accepts the credential.',
				environment: 'custom',
				bundleId: 'com.example.app',
				host: '127.0.0.1',
				proxy: null,
				credentials: { valid: true, reason: null },
				providerToken: {
					valid: true,
					keyId,
					teamId,
					issuedAt: expect.stringMatching(/^\d{4}-.*Z$/),
					expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
				},
				certificate: null,
				connection: {
					protocol: 'h2',
					tlsVersion: 'TLSv1.3',
					pingMs: expect.any(Number),
					maxConcurrentStreams: 1000,
				},
				checkedAt: expect.any(String),
			},
		]);
		expect(simulator.ledger.accepted).toBe(0);
	});

	it.each([
		['a key that APNs does not know', { keyId: 'WRONGKEY00' }, 'InvalidProviderToken', 'Key ID'],
		['a team that is not the key’s', { teamId: 'WRONGTEAM0' }, 'InvalidProviderToken', 'Team ID'],
	])('%s is unhealthy, not an error', async (_, wrong, reason, hint) => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, {
			parameters,
			credentials: { apnsApi: { ...simulatorCredential(simulator), ...wrong } },
		});
		expect(run.error).toBeUndefined();
		expect(results(run)).toMatchObject([
			{
				status: 'unhealthy',
				message: expect.stringContaining(hint),
				credentials: { valid: false, reason },
				providerToken: { valid: false },
			},
		]);
	});

	it('an unreachable host, an untrusted certificate and an unreadable key are told apart', async () => {
		const simulator = await startSimulator();
		const credential = simulatorCredential(simulator);
		const messageWith = async (wrong: object) => {
			const run = await runApns(engine(), simulator, {
				parameters,
				credentials: { apnsApi: { ...credential, ...wrong } },
			});
			expect(results(run)).toMatchObject([{ status: 'unhealthy' }]);
			return String(results(run)[0]?.message);
		};
		const stranger = await createIdentity();
		expect(await messageWith({ baseUrl: 'https://127.0.0.1:1' })).toContain('cannot be reached');
		expect(await messageWith({ caCertificate: stranger.caCertificate })).toContain('not trusted');
		expect(await messageWith({ privateKey: 'nonsense' })).toContain('Private Key');
		simulator.faults.add({ kind: 'wrongAlpn' });
		expect(await messageWith({})).toContain('does not support HTTP/2');
	});

	it('an environment that is not the credential’s is told of, also where APNs just hangs up', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({
			kind: 'goaway',
			onConnect: true,
			lastStreamId: 0,
			debugData: '{"reason":"BadCertificateEnvironment"}',
		});
		const run = await runApns(engine(), simulator, { parameters });
		expect(results(run)).toMatchObject([
			{
				status: 'unhealthy',
				message: expect.stringContaining('is for the other APNs environment'),
				credentials: { valid: false, reason: 'BadCertificateEnvironment' },
			},
		]);
	});

	it('a busy APNs is degraded', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'answer', status: 503, reason: 'ServiceUnavailable' });
		const run = await runApns(engine(), simulator, { parameters });
		expect(results(run)).toMatchObject([
			{ status: 'degraded', credentials: { valid: null, reason: 'ServiceUnavailable' } },
		]);
	});
});

describe('health and On Error', () => {
	const endings: Array<{ name: string; status: string; wrong?: object; breaks?: true }> = [
		{ name: 'an accepted credential', status: 'healthy' },
		{ name: 'a refused credential', status: 'unhealthy', wrong: { keyId: 'WRONGKEY00' } },
		{ name: 'a line that breaks', status: 'unhealthy', breaks: true },
	];
	const cases = endings.flatMap((ending) => MODES.map((onError) => ({ ...ending, onError })));

	it.each(cases)('$name is a report with $onError', async ({ onError, status, wrong, breaks }) => {
		const simulator = await startSimulator();
		if (breaks) simulator.faults.add({ kind: 'disconnect', when: 'beforeProcessing' });
		const run = await runOnError(engine(), simulator, onError, [{}], parameters, wrong);
		expect(run.error).toBeUndefined();
		expect(itemsAt(run, 0)).toEqual([
			{ json: expect.objectContaining({ status }), pairedItem: { item: 0 } },
		]);
		expect(run.items[0]?.[0]?.json).not.toHaveProperty('error');
		expect(itemsAt(run, 1)).toEqual([]);
	});

	it.each(MODES)(
		'a parameter that cannot be used is a failure with On Error %s',
		async (onError) => {
			const simulator = await startSimulator();
			const run = await runOnError(engine(), simulator, onError, [{ id: 1 }], {
				...parameters,
				options: { requestTimeout: '={{ "soon" }}' },
			});
			const message = expect.stringContaining("'Request Timeout' is not a number");
			if (onError === 'stopWorkflow') {
				expect(run.error).toMatchObject({
					name: 'NodeOperationError',
					message,
					context: { itemIndex: 0 },
				});
			} else {
				expect(run.error).toBeUndefined();
				const isSplit = onError === 'continueErrorOutput';
				expect(run.items.at(-1)).toMatchObject([
					{ json: { error: message, ...(isSplit ? { id: 1 } : {}) }, pairedItem: { item: 0 } },
				]);
				expect(run.items.flat()).toHaveLength(1);
			}
			expect(simulator.connections.attempts).toBe(0);
		},
	);
});
