import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { DeliveryLimits } from '../../../nodes/Apns/delivery/service/policy.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';
import { hastyClock } from '../testkit/hastyClock.ts';

const RUNS = Number(process.env.APNS_PROPERTY_RUNS ?? 25);

/** A second of delivery's clock is 20 ms of the test. */
const HASTE = 50;
const HASTY_MS = 1_000;
const CALM_MS = 120_000;

/** Too slow for a hasty execution, but not for a calm one. In the test's milliseconds. */
const SLOW_MS = 60;
const VERY_SLOW_MS = 150;

/** Temporary faults without doubt: APNs has certainly not processed the requests. */
const temporary: fc.Arbitrary<Fault> = fc.oneof(
	fc
		.record({
			fault: fc.constantFrom<Fault>(
				{ kind: 'refuseConnection' },
				{ kind: 'tlsFailure', how: 'abort' },
				{ kind: 'tlsFailure', how: 'garbage' },
			),
			firstConnections: fc.integer({ min: 1, max: 10 }),
		})
		.map(({ fault, firstConnections }): Fault => ({ ...fault, at: { firstConnections } })),
	fc
		.record({
			fault: fc.constantFrom<Fault>(
				{ kind: 'goaway', lastStreamId: 'processed', debugData: '{"reason":"Shutdown"}' },
				{ kind: 'reset', code: 7, when: 'beforeProcessing' },
				{ kind: 'answer', status: 400, reason: 'IdleTimeout' },
			),
			request: fc.integer({ min: 1, max: 100 }),
		})
		.map(({ fault, request }): Fault => ({ ...fault, at: { request } })),
);

/**
 * One server that wrongly refuses a credential that another has accepted. A second one before the next
 * notification is accepted would rightly end the run.
 */
const wrongRefusal = fc.integer({ min: 20, max: 100 }).map(
	(request): Fault => ({
		kind: 'answer',
		status: 403,
		reason: 'InvalidProviderToken',
		at: { request },
	}),
);

const healing: fc.Arbitrary<Fault[]> = fc
	.tuple(fc.array(temporary, { maxLength: 3 }), fc.array(wrongRefusal, { maxLength: 1 }))
	.map((faults) => faults.flat());

const limits: fc.Arbitrary<Partial<DeliveryLimits>> = fc.record({
	maxConnections: fc.integer({ min: 1, max: 3 }),
	maxConcurrentStreams: fc.integer({ min: 1, max: 40 }),
});

const several = fc.array(fc.record({ count: fc.integer({ min: 1, max: 120 }), limits }), {
	minLength: 1,
	maxLength: 3,
});

interface Wanted {
	readonly count: number;
	readonly limits: Partial<DeliveryLimits>;
}

async function start(...faults: Fault[]) {
	const clock = hastyClock(HASTE);
	const simulator = await startSimulator({ clock: clock.dateMs });
	for (const fault of faults) simulator.faults.add(fault);
	return { simulator, delivery: new Delivery(clock) };
}

/** Runs one execution. Returns its tally, and how many of its notifications were in flight at once. */
async function execute(
	simulator: ApnsSimulator,
	delivery: Delivery,
	name: string,
	{ count, limits: ownLimits }: Wanted,
	requestTimeoutMs: number,
) {
	let underWay = 0;
	let peak = 0;
	const { outcomes } = await deliverTo(simulator, simulator.devices.addMany(count, {}, name), {
		delivery,
		policy: { requestTimeoutMs },
		limits: ownLimits,
		onTaken: () => {
			underWay += 1;
			peak = Math.max(peak, underWay);
		},
		onOutcome: () => {
			underWay -= 1;
		},
	});
	return { tally: tally(outcomes), peak };
}

const accepted = (count: number) => ({ 'SUCCESS accepted': count });

const assertAlways = async <T>(arbitrary: fc.Arbitrary<T>, act: (chosen: T) => Promise<void>) =>
	await fc.assert(fc.asyncProperty(arbitrary, act), {
		numRuns: RUNS,
		endOnFailure: RUNS > 100,
	});

const TIMEOUT_MS = 60_000 + RUNS * 4_000;

describe('where a connection is well for long enough, everything is accepted', () => {
	it(
		'whatever had to heal before, for each of several executions',
		async () => {
			await assertAlways(fc.tuple(healing, several), async ([faults, all]) => {
				const { simulator, delivery } = await start(...faults);
				const done = await Promise.all(
					all.map((one, place) => execute(simulator, delivery, `${place}`, one, CALM_MS)),
				);
				expect(done.map((one) => one.tally)).toEqual(all.map(({ count }) => accepted(count)));
				expect(simulator.ledger.accepted).toBe(all.reduce((sum, { count }) => sum + count, 0));
				await simulator.stop();
			});
		},
		TIMEOUT_MS,
	);

	it(
		'though no further connection can be had',
		async () => {
			const further = fc.constantFrom<Fault>(
				{ kind: 'tlsFailure', how: 'untrusted', at: { fromConnection: 2 } },
				{ kind: 'wrongAlpn', at: { fromConnection: 2 } },
				{ kind: 'refuseConnection', at: { fromConnection: 2 } },
			);
			await assertAlways(fc.tuple(further, several), async ([fault, all]) => {
				// So slow that several more connections fail between two answers.
				const { simulator, delivery } = await start(fault, {
					kind: 'delay',
					delayMs: VERY_SLOW_MS,
					process: 'first',
				});
				const narrow = { maxConnections: 3, maxConcurrentStreams: 1 };
				const done = await Promise.all(
					all.map((_, place) =>
						execute(simulator, delivery, `${place}`, { count: 3, limits: narrow }, CALM_MS),
					),
				);
				expect(done.map((one) => one.tally)).toEqual(all.map(() => accepted(3)));
				await simulator.stop();
			});
		},
		TIMEOUT_MS,
	);

	it(
		'though others beside it run out of time',
		async () => {
			await assertAlways(fc.tuple(several, several), async ([hasty, calm]) => {
				const { simulator, delivery } = await start({
					kind: 'delay',
					delayMs: SLOW_MS,
					process: 'first',
				});
				// On a connection without any answer so far, only one request at a time is sent.
				await execute(simulator, delivery, 'warm', { count: 1, limits: {} }, CALM_MS);
				const [, done] = await Promise.all([
					Promise.all(
						hasty.map((one, place) =>
							execute(simulator, delivery, `hasty ${place}`, one, HASTY_MS),
						),
					),
					Promise.all(
						calm.map((one, place) =>
							// Few, because each answer takes long.
							execute(simulator, delivery, `calm ${place}`, { ...one, count: 5 }, CALM_MS),
						),
					),
				]);
				expect(done.map((one) => one.tally)).toEqual(calm.map(() => accepted(5)));
				await simulator.stop();
			});
		},
		TIMEOUT_MS,
	);

	it(
		'though the one before it left a connection that is dead',
		async () => {
			await assertAlways(fc.tuple(limits, several), async ([first, all]) => {
				const { simulator, delivery } = await start({ kind: 'halfOpen', at: { request: 2 } });
				await execute(simulator, delivery, 'warm', { count: 1, limits: first }, CALM_MS);
				await execute(simulator, delivery, 'first', { count: 10, limits: first }, HASTY_MS);
				const done = await Promise.all(
					all.map((one, place) => execute(simulator, delivery, `${place}`, one, CALM_MS)),
				);
				expect(done.map((one) => one.tally)).toEqual(all.map(({ count }) => accepted(count)));
				await simulator.stop();
			});
		},
		TIMEOUT_MS,
	);
});

it(
	'each execution keeps its own limits, whatever connections others have opened',
	async () => {
		await assertAlways(several, async (all) => {
			const { simulator, delivery } = await start({ kind: 'delay', delayMs: 5, process: 'first' });
			const wide = { count: 200, limits: { maxConnections: 5, maxConcurrentStreams: 10 } };
			const [, ...done] = await Promise.all([
				execute(simulator, delivery, 'wide', wide, CALM_MS),
				...all.map((one, place) => execute(simulator, delivery, `${place}`, one, CALM_MS)),
			]);
			done.forEach(({ peak }, place) => {
				const { maxConnections = 1, maxConcurrentStreams = 1 } = all[place]!.limits;
				expect(peak).toBeLessThanOrEqual(maxConnections * maxConcurrentStreams);
			});
			await simulator.stop();
		});
	},
	TIMEOUT_MS,
);
