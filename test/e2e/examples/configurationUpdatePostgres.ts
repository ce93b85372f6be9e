import { beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { Execution } from '../Execution.ts';
import { NEEDS_POSTGRES } from '../postgres/needsPostgres.ts';
import type { ExampleStage } from './ExampleStage.ts';
import { nodeOf, readExample } from './readExample.ts';

const EXAMPLE = 'configuration-update-postgres';
const SEND_NODE = 'Wake All Devices';
const DEAD_SINCE = '2026-01-31T08:00:00.000Z';
const BEFORE = '2026-01-30T00:00:00Z';
const AFTER = '2026-02-01T00:00:00Z';

/** The number of attempts of the node itself before it returns a token at Retry Later. */
const ATTEMPTS = 3;
const ROUNDS = 3;

/** The scheduled configuration update, over device tokens in a real database. */
export function configurationUpdatePostgres(stage: () => ExampleStage): void {
	describe('configuration update with PostgreSQL', NEEDS_POSTGRES, () => {
		let execution: Execution;
		const tokens: Record<'active' | 'gone' | 'back' | 'busy' | 'busyForEver', string[]> = {
			active: [],
			gone: [],
			back: [],
			busy: [],
			busyForEver: [],
		};
		const unknown = deviceToken('unknown to Apple');

		beforeAll(async () => {
			const { simulator, n8n, credential, database } = stage();
			const { devices, faults, ledger } = simulator;
			const unregistered = { kind: 'unregistered', sinceMs: Date.parse(DEAD_SINCE) } as const;
			tokens.active = devices.addMany(200, {}, 'updated');
			tokens.gone = devices.addMany(5, { state: unregistered }, 'gone');
			tokens.back = devices.addMany(5, { state: unregistered }, 'back');
			tokens.busy = devices.addMany(3, {}, 'busy for a while');
			tokens.busyForEver = devices.addMany(2, {}, 'busy for ever');
			for (const [names, times] of [
				[tokens.busy, ATTEMPTS],
				[tokens.busyForEver, Infinity],
			] as const) {
				for (const token of names) {
					faults.add({
						kind: 'answer',
						status: 429,
						reason: 'TooManyRequests',
						headers: { 'retry-after': '1' },
						at: { tokens: [token], times },
					});
				}
			}

			await database.createTablesOf(EXAMPLE);
			const rows = { ...tokens, unknown: [unknown] };
			for (const [kind, names] of Object.entries(rows)) {
				const registeredAt = kind === 'back' ? AFTER : BEFORE;
				await database.insert(
					'devices',
					names.map((name) => ({ device_token: name, registered_at: registeredAt })),
				);
			}

			// By its own schedule, but every five seconds. It is unpublished before the second run.
			const example = readExample(EXAMPLE);
			nodeOf(example, 'Every Night').parameters = {
				rule: { interval: [{ field: 'seconds', secondsInterval: 5 }] },
			};
			ledger.clear();
			const workflowId = await n8n.importWorkflow(example, credential, database.credential);
			execution = await n8n.firstScheduled(workflowId);
		});

		test('ends well', () => {
			expect(execution.errorMessage).toBeUndefined();
			expect(execution.status).toBe('success');
		});

		test('every device is woken once, in the background, and nobody sees anything', () => {
			const { ledger } = stage().simulator;
			expect(ledger.tokens().toSorted()).toEqual([...tokens.active, ...tokens.busy].toSorted());
			expect(ledger.accepted).toBe(tokens.active.length + tokens.busy.length);
			for (const entry of ledger.entries) {
				expect(entry).toMatchObject({ pushType: 'background', priority: 5 });
				expect(JSON.parse(entry.payload)).toEqual({
					aps: { 'content-available': 1 },
					configuration: { version: 7 },
				});
			}
		});

		test('tokens that Apple calls dead are deleted, but for those registered again since', async () => {
			const left = [...tokens.active, ...tokens.back, ...tokens.busy, ...tokens.busyForEver];
			expect(await stage().database.deviceTokens()).toEqual([...left, unknown].toSorted());
		});

		test('rate-limited devices are sent to again after retryAfter, three times at most', () => {
			const retried = execution
				.runs(SEND_NODE)
				.map((outputs) => outputs[2]?.map(({ json }) => json['deviceToken']).toSorted());
			const both = [...tokens.busy, ...tokens.busyForEver].toSorted();
			const stubborn = tokens.busyForEver.toSorted();
			expect(retried).toEqual([both, ...Array.from({ length: ROUNDS }, () => stubborn)]);
			expect(execution.json('Left for Tomorrow').map((item) => item['deviceToken'])).toEqual(
				expect.arrayContaining(stubborn),
			);
			const starts =
				execution.data.resultData.runData[SEND_NODE]?.map((run) => run.startTime) ?? [];
			const pausesMs = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
			for (const pauseMs of pausesMs) expect(pauseMs).toBeGreaterThanOrEqual(1_000);
		});

		test('what else was refused is put aside for a person', () => {
			expect(execution.json('Look into These')).toMatchObject([
				{ deviceToken: unknown, errorCode: 'INVALID_TOKEN' },
			]);
		});
	});
}
