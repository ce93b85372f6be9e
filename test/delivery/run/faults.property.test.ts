import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import {
	FIRST_STREAMS,
	mayRepeat,
	type OnUnknownDelivery,
} from '../../../nodes/Apns/delivery/service/policy.ts';
import {
	createNotification,
	type NotificationDraft,
} from '../../../nodes/Apns/notification/Notification.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { arbitraryFault } from '../testkit/arbitraryFault.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

/** `APNS_PROPERTY_RUNS=1000 npm run test:fast -- faults.property` searches longer: about six minutes. */
const RUNS = Number(process.env.APNS_PROPERTY_RUNS ?? 60);

/** 30 seconds of delivery's clock are 0.6 seconds of the test. */
const HASTE = 50;

/**
 * So long a road that more streams and further connections pay, in the test's milliseconds; and so many tokens
 * that they are taken.
 */
const LONG_ROAD_MS = 20;
const ENOUGH_TO_MOVE = { min: 1_500, max: 4_000 };

/** One of the executions that share a process and its connections. */
interface Execution {
	readonly count: number;
	readonly onUnknownDelivery: OnUnknownDelivery;
	readonly silent: boolean;
	readonly collapseId: string | undefined;
	/** Default: that of delivery. */
	readonly maxConnections?: number;
	/** Milliseconds of delivery's clock. */
	readonly requestTimeoutMs: number;
}

interface Run {
	readonly faults: Fault[];
	readonly executions: Execution[];
	readonly seed: number;
}

const execution: fc.Arbitrary<Execution> = fc.record({
	count: fc.integer({ min: 1, max: 250 }),
	onUnknownDelivery: fc.constantFrom<OnUnknownDelivery>('auto', 'retry', 'report'),
	silent: fc.boolean(),
	collapseId: fc.constantFrom(undefined, 'collapse'),
	maxConnections: fc.integer({ min: 1, max: 3 }),
	requestTimeoutMs: fc.constantFrom(1_000, 5_000, 30_000, 30_000),
});

const run: fc.Arbitrary<Run> = fc.record({
	faults: fc.array(arbitraryFault, { minLength: 1, maxLength: 4 }),
	executions: fc.array(execution, { minLength: 1, maxLength: 3 }),
	seed: fc.integer(),
});

/** While delivery changes how many streams and connections it takes. */
const moving: fc.Arbitrary<Run> = fc.record({
	faults: fc
		.array(arbitraryFault, { maxLength: 2 })
		.map((faults): Fault[] => [
			{ kind: 'delay', delayMs: LONG_ROAD_MS, process: 'first' },
			...faults,
		]),
	executions: fc.array(
		fc.record({
			count: fc.integer(ENOUGH_TO_MOVE),
			onUnknownDelivery: fc.constantFrom<OnUnknownDelivery>('auto', 'retry', 'report'),
			silent: fc.boolean(),
			collapseId: fc.constantFrom(undefined, 'collapse'),
			requestTimeoutMs: fc.constant(30_000),
		}),
		{ minLength: 1, maxLength: 2 },
	),
	seed: fc.integer(),
});

const ALONE = { onUnknownDelivery: 'auto', silent: false, requestTimeoutMs: 30_000 } as const;

/** Runs that once found a fault; add new ones that fast-check prints. */
const kept: Run[] = [
	{
		// Sent twice when a lost request was treated as never processed.
		faults: [{ kind: 'trickle', bytesPerSecond: 2000, at: { firstConnections: 1 } }],
		executions: [{ ...ALONE, count: 1, collapseId: undefined, maxConnections: 1 }],
		seed: -247829579,
	},
	{
		// Reported as "not sent" when the doubt of an earlier request was forgotten.
		faults: [
			{ kind: 'disconnect', when: 'beforeProcessing', at: { fromRequest: 2, times: 1 } },
			{ kind: 'trickle', bytesPerSecond: 2000, at: { firstConnections: 1 } },
			{ kind: 'goaway', errorCode: 2, lastStreamId: 'current', at: { connection: 2 } },
		],
		executions: [
			{
				...ALONE,
				count: 50,
				onUnknownDelivery: 'retry',
				collapseId: 'collapse',
				maxConnections: 2,
			},
		],
		seed: -1531570495,
	},
];

/** What a run of executions did. */
interface Findings {
	/** Where an outcome contradicts the ledger (docs/delivery.md). */
	readonly broken: string[];
	readonly peakStreams: number;
	readonly peakConnections: number;
}

async function execute(chosen: Run): Promise<Findings> {
	const clock = hastyClock(HASTE);
	const simulator = await startSimulator({ clock: clock.dateMs });
	simulator.faults.random = seeded(chosen.seed);
	for (const fault of chosen.faults) simulator.faults.add(fault);
	const delivery = new Delivery(clock);
	const broken = await Promise.all(
		chosen.executions.map((one, place) => brokenBy(one, `${place}`, simulator, delivery)),
	).then((all) => all.flat());
	const { streamLimitViolations, peakStreams, peakOpen } = simulator.connections;
	if (streamLimitViolations > 0) broken.push('stream limit violated');
	await simulator.stop();
	return { broken: broken.slice(0, 5), peakStreams, peakConnections: peakOpen };
}

async function brokenBy(
	{ count, silent, collapseId, onUnknownDelivery, maxConnections, requestTimeoutMs }: Execution,
	name: string,
	simulator: ApnsSimulator,
	delivery: Delivery,
): Promise<string[]> {
	const tokens = simulator.devices.addMany(count, {}, name);
	const draft: NotificationDraft = {
		bundleIdOrTopic: simulator.identity.bundleId,
		pushType: silent ? 'background' : 'alert',
		collapseId,
		payload: { aps: {} },
	};
	const { outcomes } = await deliverTo(simulator, tokens, {
		delivery,
		draft,
		policy: { onUnknownDelivery, requestTimeoutMs },
		limits: maxConnections === undefined ? {} : { maxConnections },
	});
	const repeats = mayRepeat(createNotification(draft), onUnknownDelivery);
	return outcomes.flatMap(({ outcome, errorCode }, index) => {
		const told = simulator.ledger.countOf(tokens[index]!);
		const isTrue = outcome === 'accepted' ? told >= 1 : outcome === 'unknown' ? true : told === 0;
		const isOnce = told <= 1 || repeats;
		const isOne = (outcome === 'accepted') === (errorCode === 'SUCCESS');
		if (isTrue && isOnce && isOne) return [];
		const all = JSON.stringify(tally(outcomes));
		return [`${name}, ${index}: ${errorCode} ${outcome}, told ${told}×; ${all}`];
	});
}

describe('under any schedule of faults', () => {
	it(
		'each token has one outcome, in order, and none contradicts the ledger',
		async () => {
			await fc.assert(
				fc.asyncProperty(run, async (chosen) => {
					expect((await execute(chosen)).broken).toEqual([]);
				}),
				{ numRuns: RUNS, endOnFailure: RUNS > 100, examples: kept.map((one) => [one]) },
			);
		},
		60_000 + RUNS * 2_000,
	);

	it(
		'also while the number of streams and connections moves',
		async () => {
			let moved = 0;
			const runs = Math.ceil(RUNS / 4);
			await fc.assert(
				fc.asyncProperty(moving, async (chosen) => {
					const { broken, peakStreams, peakConnections } = await execute(chosen);
					expect(broken).toEqual([]);
					if (peakStreams > FIRST_STREAMS && peakConnections > 1) moved += 1;
				}),
				{ numRuns: runs, endOnFailure: RUNS > 100 },
			);
			expect(moved).toBeGreaterThan(runs / 4);
		},
		60_000 + RUNS * 2_000,
	);
});

/** A linear congruential generator (Numerical Recipes), so that a failing seed can be repeated. */
function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}
