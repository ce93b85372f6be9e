import { beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { Execution } from '../Execution.ts';
import { NEEDS_POSTGRES } from '../postgres/needsPostgres.ts';
import type { ExampleStage } from './ExampleStage.ts';
import { readExample } from './readExample.ts';

const EXAMPLE = 'badge-sync-postgres';
const TRIGGER = 'Every 5 Minutes';
const DEAD_SINCE = '2026-01-31T08:00:00.000Z';
const BEFORE = '2026-01-30T00:00:00Z';
const AFTER = '2026-02-01T00:00:00Z';

interface Device {
	device_token: string;
	user_id: string;
	badge: number;
}

/** The badge sync, over devices and unread counts in a real database. */
export function badgeSyncPostgres(stage: () => ExampleStage): void {
	describe('badge sync with PostgreSQL', NEEDS_POSTGRES, () => {
		const phone = deviceToken('Ada’s phone');
		const tablet = deviceToken('Ada’s tablet');
		const read = deviceToken('Ben has read everything');
		const unchanged = deviceToken('Cleo’s has not changed');
		const gone = deviceToken('Dan’s old phone');
		const back = deviceToken('Dan’s phone');
		const busy = deviceToken('Eve’s phone');
		const wrong = deviceToken('Fay’s phone, in the wrong environment');
		let workflowId: string;

		beforeAll(async () => {
			const { simulator, n8n, credential, database } = stage();
			const { devices, faults } = simulator;
			for (const token of [phone, tablet, read, unchanged, busy]) devices.add({ token });
			const state = { kind: 'unregistered', sinceMs: Date.parse(DEAD_SINCE) } as const;
			for (const token of [gone, back]) devices.add({ token, state });
			faults.add({
				kind: 'answer',
				status: 429,
				reason: 'TooManyRequests',
				headers: { 'retry-after': '60' },
				at: { tokens: [busy], times: 1 },
			});

			await database.createTablesOf(EXAMPLE);
			const device = (token: string, user: string, badge: number, at = BEFORE) => ({
				device_token: token,
				user_id: user,
				badge,
				registered_at: at,
			});
			await database.insert('devices', [
				device(phone, 'Ada', 2),
				device(tablet, 'Ada', 0),
				device(read, 'Ben', 4),
				device(unchanged, 'Cleo', 5),
				device(gone, 'Dan', 0),
				device(back, 'Dan', 0, AFTER),
				device(busy, 'Eve', 0),
				device(wrong, 'Fay', 0),
			]);
			await database.insert('unread_counts', [
				{ user_id: 'Ada', unread: 3 },
				{ user_id: 'Cleo', unread: 5 },
				{ user_id: 'Dan', unread: 1 },
				{ user_id: 'Eve', unread: 9 },
				{ user_id: 'Fay', unread: 2 },
			]);
			const example = readExample(EXAMPLE);
			workflowId = await n8n.importWorkflow(example, credential, database.credential);
		});

		test('each device whose count has changed gets its own number, without text and sound', async () => {
			const { entries } = await sync();
			expect(badgesIn(entries)).toEqual({ [phone]: 3, [tablet]: 3, [read]: 0 });
			for (const entry of entries) {
				expect(entry).toMatchObject({ pushType: 'alert', priority: 5, collapseId: 'badge' });
				expect(Object.keys(JSON.parse(entry.payload))).toEqual(['aps']);
				expect(Object.keys(JSON.parse(entry.payload).aps)).toEqual(['badge']);
			}
		});

		test('what was sent is remembered, and dead tokens are deleted unless registered again since', async () => {
			const rows = await stage().database.query<Device>('SELECT device_token, badge FROM devices');
			expect(Object.fromEntries(rows.map((row) => [row.device_token, row.badge]))).toEqual({
				[phone]: 3,
				[tablet]: 3,
				[read]: 0,
				[unchanged]: 5,
				[back]: 0,
				[busy]: 0,
				[wrong]: 0,
			});
		});

		test('the next run sends only what has changed since or has to be sent later, and no wrong token', async () => {
			await stage().database.query("UPDATE unread_counts SET unread = 4 WHERE user_id = 'Ada'");
			const { entries, requests } = await sync();
			// Includes that of the token that was registered again and is dead.
			expect(requests).toBe(4);
			expect(badgesIn(entries)).toEqual({ [phone]: 4, [tablet]: 4, [busy]: 9 });
		});

		async function sync() {
			const { simulator, n8n } = stage();
			simulator.ledger.clear();
			const execution: Execution = await n8n.waitForExecution(
				await n8n.runManually(workflowId, TRIGGER),
			);
			expect(execution.errorMessage).toBeUndefined();
			expect(execution.status).toBe('success');
			return simulator.ledger;
		}
	});
}

function badgesIn(entries: ReadonlyArray<{ deviceToken: string; payload: string }>) {
	return Object.fromEntries(
		entries.map((entry) => [entry.deviceToken, JSON.parse(entry.payload).aps.badge]),
	);
}
