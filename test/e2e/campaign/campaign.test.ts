import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { NEEDS_POSTGRES } from '../postgres/needsPostgres.ts';
import { NEEDS_REDIS } from '../RedisServer.ts';
import { simulatorCredential } from '../simulatorCredential.ts';
import { until } from '../until.ts';
import { CampaignStage } from './CampaignStage.ts';

const NEEDS = 'skip' in NEEDS_REDIS ? NEEDS_REDIS : NEEDS_POSTGRES;

const DEVICES = 20_000;
const SENDERS = 4;
const BATCH = 500;

/** The node's own attempts before it returns a token with retryLater. */
const ATTEMPTS = 3;

const DEAD_SINCE = '2026-02-01T00:00:00Z';
const BACK_AT = '2026-03-01T00:00:00Z';

describe('a campaign over two workers', NEEDS, () => {
	let simulator: ApnsSimulator;
	let stage: CampaignStage;
	let fleet: string[];

	beforeAll(async () => {
		simulator = await ApnsSimulator.start();
		stage = await CampaignStage.start(simulatorCredential(simulator));
		await stage.addWorker();
		for (const [column, value] of Object.entries({
			senders: SENDERS,
			batch_size: BATCH,
			claim_timeout: "'20 seconds'",
			max_attempts: 3,
		})) {
			await stage.postgres.query(`ALTER TABLE campaigns ALTER ${column} SET DEFAULT ${value}`);
		}
		fleet = simulator.devices.addMany(DEVICES, {}, 'fleet');
		await stage.addDevices(fleet, 'fleet');
	}, 300_000);

	beforeEach(() => simulator.ledger.clear());

	afterAll(async () => {
		await stage?.stop();
		await simulator?.stop();
	});

	test.each([
		['no name', { title: 'Hello', segment: 'fleet' }, 'give the campaign a name'],
		['no text', { name: 'empty', title: ' ', segment: 'fleet' }, 'has no text'],
		['nobody', { name: 'nobody', title: 'Hello', segment: 'nobody' }, 'No device is in'],
		['a strange rate', { name: 'rate', title: 'Hello', perSecond: -1 }, 'whole number'],
	])('with %s: 400 says so, and nothing is sent', async (_, fields, problem) => {
		const { status, body } = await stage.startCampaign(fields);
		expect({ status, ...body }).toMatchObject({
			status: 400,
			message: expect.stringMatching(new RegExp(`^Nothing was sent: .*${problem}`, 'i')),
		});
		expect(await stage.postgres.query('SELECT 1 FROM campaigns')).toEqual([]);
	});

	test('reaches everybody, and what cannot be sent fails alone', async () => {
		const unregistered = { kind: 'unregistered', sinceMs: Date.parse(DEAD_SINCE) } as const;
		const live = simulator.devices.addMany(1_500, {}, 'live');
		const gone = simulator.devices.addMany(5, { state: unregistered }, 'gone');
		const back = simulator.devices.addMany(5, { state: unregistered }, 'back');
		const busy = simulator.devices.addMany(3, {}, 'busy for a while');
		const busyForEver = simulator.devices.addMany(2, {}, 'busy for ever');
		for (const [tokens, times] of [
			[busy, ATTEMPTS],
			[busyForEver, Infinity],
		] as const) {
			for (const token of tokens) {
				simulator.faults.add({
					...{ kind: 'answer', status: 429, reason: 'TooManyRequests' },
					...{ headers: { 'retry-after': '1' }, at: { tokens: [token], times } },
				});
			}
		}
		const wrong = [deviceToken('of another app'), 'no device token', ''];
		await stage.addDevices([...live, ...gone, ...busy, ...busyForEver, ...wrong], 'mixed');
		await stage.addDevices(back, 'mixed', BACK_AT);

		const started = await stage.submitForm(['mixed', 'Sale', 'Everything must go', 'mixed', '']);
		expect(started).toMatchObject({
			status: 202,
			body: { formSubmittedText: 'The campaign "mixed" was started for 1518 devices.' },
		});
		const progress = await stage.waitFor('mixed', 120_000);

		expect(progress).toMatchObject({
			...{ devices: 1518, sent: live.length + busy.length, unregistered: 10 },
			...{ failed: wrong.length + busyForEver.length, review: 0, left: 0 },
		});
		expect(simulator.ledger.tokens().toSorted()).toEqual([...live, ...busy].toSorted());
		expect(simulator.ledger.accepted).toBe(live.length + busy.length);
		const [entry] = simulator.ledger.entries;
		expect(entry?.collapseId).toMatch(/^campaign-\d+$/);
		expect(JSON.parse(entry!.payload)).toMatchObject({
			aps: { alert: { title: 'Sale', body: 'Everything must go' } },
		});
		const kept = await stage.postgres.query<{ device_token: string }>(
			"SELECT device_token FROM devices WHERE segments = '{mixed}'",
		);
		expect(kept.map((row) => row.device_token).toSorted()).toEqual(
			[...live, ...back, ...busy, ...busyForEver, ...wrong].toSorted(),
		);
		const stubborn = await stage.postgres.query(
			'SELECT attempts, error_code FROM deliveries WHERE device_token = ANY ($1)',
			[busyForEver],
		);
		const given = { attempts: 3, error_code: 'TOO_MANY_REQUESTS' };
		expect(stubborn).toEqual([given, given]);
	}, 180_000);

	test('started a second time: 409, and nothing is sent', async () => {
		const again = await stage.startCampaign({ name: 'mixed', title: 'Sale', segment: 'mixed' });
		expect(again).toMatchObject({
			status: 409,
			body: { message: 'Nothing was sent: the campaign "mixed" was already started.' },
		});
		await stage.startCampaign({ name: 'twice', title: 'Sale', segment: 'mixed' });
		await stage.waitFor('twice', 120_000);
		const sent = simulator.ledger.accepted;
		const both = await Promise.all(
			[1, 2].map(() =>
				stage.startCampaign({ name: 'twice at once', title: 'x', segment: 'mixed' }),
			),
		);
		expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
		await stage.waitFor('twice at once', 120_000);
		expect(simulator.ledger.accepted).toBe(2 * sent);
	}, 240_000);

	test('is paused, goes on, and is cancelled, within its rate', async () => {
		const perSecond = 400;
		const name = 'stopped';
		await stage.startCampaign({ name, title: 'Hello', segment: 'fleet', perSecond });
		const startMs = performance.now();
		await sent(1_000);
		expect(await stage.change(name, 'pause')).toMatchObject({ status: 200 });
		expect(await stage.change(name, 'pause')).toMatchObject({ status: 409 });
		await batchesEnd();
		const { accepted } = simulator.ledger;
		const seconds = (performance.now() - startMs) / 1000;
		expect(accepted).toBeLessThan(perSecond * (seconds + 1));
		expect(await stage.progress(name)).toMatchObject({
			...{ state: 'paused', sent: accepted, left: DEVICES - accepted },
		});

		expect(await stage.change(name, 'resume')).toMatchObject({ status: 200 });
		await sent(accepted + 1);
		expect(await stage.change(name, 'cancel')).toMatchObject({ status: 200 });
		await batchesEnd();
		expect(await stage.change(name, 'resume')).toMatchObject({ status: 409 });
		const total = simulator.ledger.accepted;
		expect(await stage.progress(name)).toMatchObject({
			...{ state: 'cancelled', sent: total, left: DEVICES - total },
		});
		expect(new Set(simulator.ledger.tokens()).size).toBe(total);
	}, 240_000);

	test('pauses by itself if Apple refuses the key, and goes on from there', async () => {
		simulator.faults.add({ kind: 'answer', status: 403, reason: 'InvalidProviderToken' });
		await stage.startCampaign({ name: 'refused', title: 'Hello', segment: 'mixed' });
		const paused = await stage.waitFor('refused', 60_000, ({ state }) => state === 'paused');
		await batchesEnd();
		expect(paused.problem).toContain('InvalidProviderToken');
		expect(await stage.progress('refused')).toMatchObject({ sent: 0, failed: 0 });
		simulator.faults.clear();
		await stage.change('refused', 'resume');
		expect(await stage.waitFor('refused', 120_000)).toMatchObject({ sent: 1505 });
	}, 240_000);

	test.each(['what is no campaign', ''])('%j: 404', async (name) => {
		expect(await stage.ask(name)).toMatchObject({ status: 404 });
		expect(await stage.change(name, 'pause')).toMatchObject({ status: 404 });
		expect(await stage.change(name, 'stop')).toMatchObject({ status: 400 });
	});

	test('a killed worker: everybody is told, at most its batches twice, and nobody sees that', async () => {
		const name = 'killed';
		await stage.startCampaign({ name, title: 'Hello', segment: 'fleet', perSecond: 2_000 });
		await sent(4_000);
		await stage.workers.pop()!.kill();
		expect(await stage.waitFor(name, 180_000)).toMatchObject({ sent: DEVICES, left: 0 });

		const times = fleet.map((token) => simulator.ledger.countOf(token));
		expect(Math.min(...times)).toBe(1);
		expect(Math.max(...times)).toBeLessThanOrEqual(2);
		expect(times.filter((count) => count > 1).length).toBeLessThanOrEqual(SENDERS * BATCH);
		const collapseIds = simulator.ledger.entries.map(({ collapseId }) => collapseId);
		expect(new Set(collapseIds).size).toBe(1);
	}, 300_000);

	async function sent(count: number): Promise<void> {
		await until(`${count} notifications`, 60_000, () =>
			simulator.ledger.accepted >= count ? true : undefined,
		);
	}

	async function batchesEnd(): Promise<void> {
		await until('All batches ending', 90_000, async () => {
			const open = await stage.postgres.query('SELECT 1 FROM batches WHERE ended_at IS NULL');
			return open.length === 0 || undefined;
		});
	}
});
