import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ApnsSimulator } from '../ApnsSimulator.ts';
import { BareClient, type BareAnswer } from '../testkit/BareClient.ts';
import { sharedIdentity } from '../testkit/simulatorForTests.ts';
import type { Fault, RequestFault, Trigger } from './Fault.ts';

const REFUSED_STREAM = 7;
const PUSHES = 60;
const GIVE_UP_MS = 100;
/** Every third request goes to a channel, not to a device. */
const isBroadcast = (index: number) => index % 3 === 0;

const trigger: fc.Arbitrary<Trigger> = fc.oneof(
	fc.record({ request: fc.integer({ min: 1, max: PUSHES }) }),
	fc.record({ everyRequests: fc.integer({ min: 2, max: 10 }) }),
	fc.record({ fromRequest: fc.integer({ min: 1, max: PUSHES }), times: fc.integer({ max: 5 }) }),
);
const effect: fc.Arbitrary<RequestFault> = fc.oneof(
	fc.constant<RequestFault>({ kind: 'answer', status: 500, reason: 'InternalServerError' }),
	fc.record({
		kind: fc.constant('goaway' as const),
		lastStreamId: fc.oneof(
			fc.constantFrom('current' as const, 'processed' as const),
			fc.nat({ max: 60 }).map((stream) => 2 * stream + 1),
			fc.constant(0),
		),
		twice: fc.boolean(),
		errorCode: fc.constantFrom(0, 0, 2),
	}),
	fc.record({ kind: fc.constant('streamLimit' as const), limit: fc.integer({ min: 1, max: 9 }) }),
	fc.constant<RequestFault>({ kind: 'streamLimitAfterRejection' }),
	fc.constantFrom<RequestFault>(
		{ kind: 'reset', code: REFUSED_STREAM, when: 'beforeProcessing' },
		{ kind: 'reset', code: 2, when: 'afterProcessing' },
		{ kind: 'reset', code: 8, when: 'afterHeaders' },
		{ kind: 'disconnect', when: 'beforeProcessing' },
		{ kind: 'disconnect', when: 'afterProcessing' },
		{ kind: 'halfOpen' },
		{ kind: 'silent' },
		{ kind: 'wedge' },
	),
	fc.record({
		kind: fc.constant('delay' as const),
		delayMs: fc.integer({ min: 0, max: 15 }),
		process: fc.constantFrom('first' as const, 'last' as const),
	}),
);
const schedule = fc.array(
	fc.tuple(effect, trigger).map(([fault, at]): Fault => ({ ...fault, at })),
	{ maxLength: 5 },
);

/** What a client may conclude by RFC 9113: the notification was sent, was not sent, or it is unknown. */
function conclusionOf(answer: BareAnswer | undefined, client: BareClient): string {
	if (answer === undefined) return 'not sent';
	if (answer.status === 200) return 'sent';
	if (answer.status !== undefined) return 'not sent';
	if (answer.resetCode === REFUSED_STREAM) return 'not sent';
	const lastStreamId = Math.min(...client.goAways.map((goAway) => goAway.lastStreamId));
	return (answer.streamId ?? Infinity) > lastStreamId ? 'not sent' : 'unknown';
}

test('whatever goes wrong, the wire never says what the ledger denies', async () => {
	const identity = await sharedIdentity();
	await fc.assert(
		fc.asyncProperty(schedule, async (faults) => {
			const simulator = await ApnsSimulator.start({ identity });
			const tokens = simulator.devices.addMany(PUSHES);
			const requestIds = tokens.map(() => randomUUID());
			const channel = simulator.channels.add();
			for (const fault of faults) simulator.faults.add(fault);
			const client = await BareClient.connect(simulator);
			const pushed = Promise.all(
				tokens.map(async (token, index) => {
					const sent = isBroadcast(index)
						? client.broadcast(channel, { headers: { 'apns-request-id': requestIds[index] } })
						: client.push({ token });
					// A connection that is closing takes no more requests: not sent either.
					return await sent.catch(() => undefined);
				}),
			);
			await Promise.race([pushed, delay(GIVE_UP_MS)]);
			client.close();
			const answers = await pushed;

			const { ledger, connections } = simulator;
			const decided = () => [...ledger.answers.values()].reduce((sum, count) => sum + count, 0);
			await expect.poll(() => ledger.requests - decided()).toBe(0);
			answers.forEach((answer, index) => {
				const conclusion = conclusionOf(answer, client);
				const count = isBroadcast(index)
					? ledger.broadcasts.filter(({ requestId }) => requestId === requestIds[index]).length
					: ledger.countOf(tokens[index] ?? '');
				if (conclusion === 'sent') expect(count).toBe(1);
				if (conclusion === 'not sent') expect(count).toBe(0);
			});
			expect(connections.streamLimitViolations).toBe(0);
			await simulator.stop();
		}),
		{ numRuns: 40 },
	);
}, 30_000);
