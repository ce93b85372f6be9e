import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { mayRepeat, type OnUnknownDelivery } from '../../../nodes/Apns/delivery/service/policy.ts';
import {
	createNotification,
	type NotificationDraft,
} from '../../../nodes/Apns/notification/Notification.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { arbitraryFault } from '../testkit/arbitraryFault.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

/** `APNS_PROPERTY_RUNS=1000 npm run test:fast -- faults.property` searches longer: some six minutes. */
const RUNS = Number(process.env.APNS_PROPERTY_RUNS ?? 60);

/** 30 seconds of delivery's are 0.6 of the test's. */
const HASTE = 50;

interface Run {
	readonly faults: Fault[];
	readonly count: number;
	readonly onUnknownDelivery: OnUnknownDelivery;
	readonly silent: boolean;
	readonly collapseId: string | undefined;
	readonly maxConnections: number;
	readonly seed: number;
}

const run: fc.Arbitrary<Run> = fc.record({
	faults: fc.array(arbitraryFault, { minLength: 1, maxLength: 4 }),
	count: fc.integer({ min: 1, max: 250 }),
	onUnknownDelivery: fc.constantFrom<OnUnknownDelivery>('auto', 'retry', 'report'),
	silent: fc.boolean(),
	collapseId: fc.constantFrom(undefined, 'collapse'),
	maxConnections: fc.integer({ min: 1, max: 3 }),
	seed: fc.integer(),
});

/** Runs that once found something; a new one is printed by fast-check and belongs here. */
const kept: Run[] = [
	{
		// Told twice when a lost request was taken for one that was never processed.
		faults: [{ kind: 'trickle', bytesPerSecond: 2000, at: { firstConnections: 1 } }],
		count: 1,
		onUnknownDelivery: 'auto',
		silent: false,
		collapseId: undefined,
		maxConnections: 1,
		seed: -247829579,
	},
	{
		// Called "not sent" when the doubt of an earlier request was forgotten.
		faults: [
			{ kind: 'disconnect', when: 'beforeProcessing', at: { fromRequest: 2, times: 1 } },
			{ kind: 'trickle', bytesPerSecond: 2000, at: { firstConnections: 1 } },
			{ kind: 'goaway', errorCode: 2, lastStreamId: 'current', at: { connection: 2 } },
		],
		count: 50,
		onUnknownDelivery: 'retry',
		silent: false,
		collapseId: 'collapse',
		maxConnections: 2,
		seed: -1531570495,
	},
];

/** What each outcome promises of the ledger (README, "What delivery promises"). Returns the broken promises. */
async function brokenPromises(chosen: Run): Promise<string[]> {
	const clock = hastyClock(HASTE);
	const simulator = await startSimulator({ clock: clock.dateMs });
	simulator.faults.random = seeded(chosen.seed);
	for (const fault of chosen.faults) simulator.faults.add(fault);
	const tokens = simulator.devices.addMany(chosen.count);
	const draft: NotificationDraft = {
		bundleIdOrTopic: simulator.identity.bundleId,
		pushType: chosen.silent ? 'background' : 'alert',
		collapseId: chosen.collapseId,
		payload: { aps: {} },
	};
	const { outcomes } = await deliverTo(simulator, tokens, {
		delivery: new Delivery(clock),
		draft,
		policy: { onUnknownDelivery: chosen.onUnknownDelivery },
		limits: { maxConnections: chosen.maxConnections },
	});
	const repeats = mayRepeat(createNotification(draft), chosen.onUnknownDelivery);
	const broken = outcomes.flatMap(({ outcome, errorCode }, index) => {
		const told = simulator.ledger.countOf(tokens[index]!);
		const isTrue = outcome === 'accepted' ? told >= 1 : outcome === 'unknown' ? true : told === 0;
		const isOnce = told <= 1 || repeats;
		const isOne = (outcome === 'accepted') === (errorCode === 'SUCCESS');
		return isTrue && isOnce && isOne ? [] : [`${index}: ${errorCode} ${outcome}, told ${told}×`];
	});
	if (simulator.connections.streamLimitViolations > 0) broken.push('stream limit violated');
	await simulator.stop();
	return broken.length > 0 ? [...broken.slice(0, 5), JSON.stringify(tally(outcomes))] : [];
}

describe('under any schedule of faults', () => {
	it(
		'each token has one outcome, in order, and none contradicts the ledger',
		async () => {
			await fc.assert(
				fc.asyncProperty(run, async (chosen) => {
					expect(await brokenPromises(chosen)).toEqual([]);
				}),
				{ numRuns: RUNS, endOnFailure: RUNS > 100, examples: kept.map((one) => [one]) },
			);
		},
		60_000 + RUNS * 2_000,
	);
});

/** A linear congruential generator (Numerical Recipes), so that a failing seed can be run again. */
function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}
