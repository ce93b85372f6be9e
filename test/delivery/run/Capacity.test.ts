import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Capacity } from '../../../nodes/Apns/delivery/run/Capacity.ts';
import { FIRST_STREAMS } from '../../../nodes/Apns/delivery/service/policy.ts';

/** A road, and a process that can make so many requests per second, on a clock of its own. */
interface Road {
	readonly roundTripMs: number;
	readonly processorPerMs: number;
	/** What one connection carries at most: its flow-control windows. */
	readonly connectionPerMs?: number;
	readonly maxStreams?: number;
	readonly maxConnections?: number;
	/** Milliseconds until a further connection is open; Infinity: never. */
	readonly opensInMs?: number;
}

/** All streams are in use all the time. Returns what was reached after so long, and at most meanwhile. */
function drive(capacity: Capacity, road: Road, forMs: number, clock = { nowMs: 0, busyMs: 0 }) {
	const { roundTripMs, processorPerMs, connectionPerMs = Infinity } = road;
	const { maxStreams = 1000, maxConnections = 4, opensInMs = 4 * roundTripMs } = road;
	let open = Math.min(capacity.connections, 1);
	let wantedSinceMs: number | undefined;
	let answers = 0;
	const most = { streams: 0, connections: 0 };
	for (const endMs = clock.nowMs + forMs; clock.nowMs < endMs; clock.nowMs += 5) {
		const streams = Math.min(capacity.streams, maxStreams);
		const requestsInFlight = open * streams;
		const byRoad = open * Math.min(streams / Math.max(roundTripMs, 0.01), connectionPerMs);
		const perMs = Math.min(byRoad, processorPerMs);
		clock.busyMs += (5 * perMs) / processorPerMs;
		for (answers += 5 * perMs; answers >= 1; answers -= 1) capacity.answered(roundTripMs);
		capacity.look({ ...clock, requestsInFlight, connections: open, maxStreams, maxConnections });
		if (capacity.connections > open) {
			wantedSinceMs ??= clock.nowMs;
			if (clock.nowMs - wantedSinceMs >= opensInMs) {
				open += 1;
				wantedSinceMs = undefined;
			}
		} else open = capacity.connections;
		most.streams = Math.max(most.streams, capacity.streams);
		most.connections = Math.max(most.connections, capacity.connections);
	}
	return { streams: capacity.streams, connections: capacity.connections, most };
}

const SHORT: Road = { roundTripMs: 1, processorPerMs: 30 };
const LONG: Road = { roundTripMs: 150, processorPerMs: 30 };

describe('the number of streams and connections', () => {
	it('stays low on a short road, where the processor is the bound', () => {
		expect(drive(new Capacity(), SHORT, 60_000).most).toEqual({
			streams: FIRST_STREAMS,
			connections: 1,
		});
	});

	it('stays low on a short road, where the server is the bound', () => {
		const road = { ...SHORT, roundTripMs: 3, connectionPerMs: 25, processorPerMs: 1000 };
		expect(drive(new Capacity(), road, 60_000).most).toEqual({
			streams: FIRST_STREAMS,
			connections: 1,
		});
	});

	it('rises to further connections where the options allow few streams on each', () => {
		const reached = drive(new Capacity(), { ...LONG, maxStreams: 20 }, 60_000);
		expect(reached.connections).toBe(4);
	});

	it('rises on a long one within a few round trips, until the processor is the bound', () => {
		const reached = drive(new Capacity(), LONG, 20 * 150);
		expect(reached.streams).toBe(1000);
		expect(reached.connections).toBeGreaterThanOrEqual(3);
	});

	it('rises on a road that has become longer', () => {
		const capacity = new Capacity();
		const clock = { nowMs: 0, busyMs: 0 };
		drive(capacity, SHORT, 5000, clock);
		expect(drive(capacity, LONG, 15_000, clock).connections).toBeGreaterThanOrEqual(3);
		const afterPause = new Capacity();
		drive(afterPause, SHORT, 1000, clock);
		clock.nowMs += 3000;
		expect(drive(afterPause, LONG, 5000, clock).connections).toBeGreaterThanOrEqual(3);
	});

	it('rises where one connection carries no more than its window', () => {
		const road = { ...LONG, roundTripMs: 50, connectionPerMs: 7 };
		expect(drive(new Capacity(), road, 5000).connections).toBeGreaterThanOrEqual(3);
	});

	it('is taken back where more of them make nothing faster', () => {
		// Something on the way lets no more through.
		const road = { roundTripMs: 50, processorPerMs: 1000, connectionPerMs: 5 };
		const capacity = new Capacity();
		const reached = drive(capacity, { ...road, maxConnections: 1 }, 5000);
		expect(reached).toMatchObject({ streams: FIRST_STREAMS, connections: 1 });
		expect(reached.most.streams).toBe(1000);
	});

	it('falls again when a connection is lost, and does not rise at once', () => {
		const capacity = new Capacity();
		const clock = { nowMs: 0, busyMs: 0 };
		expect(drive(capacity, LONG, 5000, clock).connections).toBeGreaterThan(1);
		capacity.lost(clock.nowMs);
		expect(capacity).toMatchObject({ streams: FIRST_STREAMS, connections: 1 });
		expect(drive(capacity, LONG, 5000, clock).most).toEqual({
			streams: FIRST_STREAMS,
			connections: 1,
		});
		expect(drive(capacity, LONG, 15_000, clock).most.connections).toBeGreaterThan(1);
	});

	it('does not rise while a connection that was to be opened is not open', () => {
		const road = { ...LONG, opensInMs: Infinity };
		expect(drive(new Capacity(), road, 60_000).most.connections).toBe(2);
	});

	it('never passes what the server and the options allow', () => {
		fc.assert(
			fc.property(
				fc.record({
					roundTripMs: fc.integer({ min: 0, max: 500 }),
					processorPerMs: fc.integer({ min: 1, max: 100 }),
					connectionPerMs: fc.integer({ min: 1, max: 100 }),
					maxStreams: fc.integer({ min: 1, max: 1500 }),
					maxConnections: fc.integer({ min: 1, max: 10 }),
				}),
				(road) => {
					const { most } = drive(new Capacity(), road, 3000);
					expect(most.connections).toBeLessThanOrEqual(road.maxConnections);
					expect(most.streams).toBeLessThanOrEqual(Math.max(FIRST_STREAMS, road.maxStreams));
				},
			),
			{ numRuns: 50 },
		);
	});
});
