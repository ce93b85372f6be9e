import { describe, expect, it } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { Fault } from '../simulator/faults/Fault.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

/** Its key is known, but not allowed to send to these devices' app. */
async function startWithForbidden(...forbidden: string[]): Promise<ApnsSimulator> {
	const simulator = await startSimulator();
	simulator.faults.add({
		kind: 'answer',
		status: 400,
		reason: 'TopicDisallowed',
		at: { tokens: forbidden },
	});
	return simulator;
}

/** The key is refused from this request on. */
function refusedKeyFrom(fromRequest: number): Fault {
	return { kind: 'answer', status: 403, reason: 'InvalidProviderToken', at: { fromRequest } };
}

describe('a wrong set-up that only APNs can tell', () => {
	it('a credential that APNs refuses is an exception after one request, where nothing was accepted', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(2000);
		const credentials = {
			apnsApi: { ...simulatorCredential(simulator), keyId: 'WRONGKEY00' },
		};
		const items = tokens.map((token) => ({ deviceToken: token }));

		const stopped = await runApns(engine(), simulator, { items, credentials });
		expect(stopped.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '403',
			message: expect.stringContaining('InvalidProviderToken'),
		});
		expect(simulator.ledger.requests).toBeLessThan(24);

		const continued = await runApns(engine(), simulator, {
			items,
			credentials,
			onError: 'continueErrorOutput',
		});
		expect(continued.error).toBeUndefined();
		expect(results(continued)).toEqual([]);
		expect(continued.items[1]).toHaveLength(2000);
		expect(continued.items[1]?.[1999]?.json).toMatchObject({
			error: {
				...{ errorCode: 'AUTH_FAILED', outcome: 'notSent', action: 'fixCredentials' },
				message: expect.stringContaining('InvalidProviderToken'),
			},
		});
		expect(simulator.ledger.requests).toBeLessThan(48);
	});

	it('a credential refused in the middle of a run loses nothing that is known', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(2000);
		simulator.faults.add(refusedKeyFrom(500));

		const run = await runApns(engine(), simulator, {
			items: tokens.map((token) => ({ deviceToken: token })),
		});

		expect(run.error).toBeUndefined();
		const told = results(run);
		expect(told).toHaveLength(2000);
		for (const [index, { deviceToken: token, outcome, errorCode }] of told.entries()) {
			expect(token).toBe(tokens[index]);
			expect(outcome === 'accepted').toBe(simulator.ledger.has(String(token)));
			expect(errorCode).toBe(outcome === 'accepted' ? 'SUCCESS' : 'AUTH_FAILED');
		}
		expect(told.at(-1)).toMatchObject({ outcome: 'notSent', reason: 'InvalidProviderToken' });
		expect(simulator.ledger.requests).toBeLessThan(1000);
	});

	it.each([
		[
			'one notification is told without a word of others',
			1,
			/^<a href="[^"]+" target="_blank">[^<]+<\/a>$/,
		],
		['several are told how many they are', 3, /^The same applies to all 3 notifications \(Inv/],
	])('of %s', async (_, count, description) => {
		const simulator = await startSimulator();
		const run = await runApns(engine(), simulator, {
			items: simulator.devices.addMany(count).map((token) => ({ deviceToken: token })),
			credentials: { apnsApi: { ...simulatorCredential(simulator), keyId: 'WRONGKEY00' } },
		});
		expect(run.error?.description).toMatch(description);
	});

	it('is told without a reason of Apple’s where there was no answer', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'tlsFailure', how: 'certificateRequired' });
		const run = await runApns(engine(), simulator, {
			items: simulator.devices.addMany(2).map((token) => ({ deviceToken: token })),
		});
		expect(run.error?.message).toContain('refused the client certificate');
		expect(run.error?.description).toMatch(/^The same applies to all 2 notifications\. None/);
	});

	it('is told at the item that it struck, not at one that was refused for another reason', async () => {
		const token = deviceToken('app of others');
		const simulator = await startWithForbidden(token);
		const options = {
			items: [
				{ deviceToken: deviceToken('any'), apnsId: 'no UUID' },
				{ deviceToken: token, apnsId: '' },
			],
			parameters: { options: { apnsId: '={{ $json.apnsId }}' } },
		};
		const stopped = await runApns(engine(), simulator, options);
		expect(stopped.error).toMatchObject({
			context: { itemIndex: 1 },
			message: expect.stringContaining('Apple does not let this key send to'),
			description: expect.stringMatching(/^The same applies to 1 of 2 notifications \(TopicDis/),
		});

		const continued = await runApns(engine(), simulator, {
			...options,
			onError: 'continueErrorOutput',
		});
		expect(results(continued)).toMatchObject([{ errorCode: 'BAD_REQUEST', reason: null }]);
		expect(continued.items[1]).toMatchObject([
			{ json: { error: { reason: 'TopicDisallowed' } }, pairedItem: { item: 1 } },
		]);
	});

	it('is a result where a notification may have arrived before', async () => {
		const simulator = await startSimulator();
		const [token = ''] = simulator.devices.addMany(1);
		simulator.faults.add({ kind: 'disconnect', when: 'afterProcessing', at: { request: 1 } });
		simulator.faults.add(refusedKeyFrom(2));
		const run = await runApns(engine(), simulator, {
			items: [{ deviceToken: token }],
			parameters: { options: { onUnknownDelivery: 'retry' } },
		});
		expect(simulator.ledger.accepted).toBe(1);
		expect(run.error).toBeUndefined();
		expect(results(run)).toMatchObject([
			{ outcome: 'unknown', reason: 'InvalidProviderToken', attempts: 2 },
		]);
	});

	it('is a result where APNs has said something else of another token', async () => {
		const forbidden = deviceToken('app of others');
		const simulator = await startWithForbidden(forbidden);
		const gone = simulator.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs: 1 },
		});
		const run = await runApns(engine(), simulator, {
			items: [gone, forbidden].map((token) => ({ deviceToken: token })),
		});
		expect(run.error).toBeUndefined();
		expect(results(run)).toMatchObject([
			{ errorCode: 'UNREGISTERED', action: 'removeToken' },
			{ errorCode: 'BAD_REQUEST', reason: 'TopicDisallowed' },
		]);
	});
});
