import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { StageParts } from '../demo/Stage.ts';
import { DataTable } from './DataTable.ts';
import { readExample } from './readExample.ts';

const DEAD_SINCE = '2026-01-31T08:00:00.000Z';
const BEFORE = '2026-01-30T00:00:00.000Z';
const AFTER = '2026-02-01T00:00:00.000Z';

interface Row {
	[column: string]: string | number | null;
	deviceToken: string;
	badge: number;
	failedAt: string | null;
}

/** The badge sync, over devices and unread counts in a Data Table. */
export function badgeSync(stage: () => StageParts): void {
	describe('badge sync', () => {
		const phone = deviceToken('Ada’s phone, in the table');
		const read = deviceToken('Ben has read everything, in the table');
		const unchanged = deviceToken('Cleo’s has not changed, in the table');
		const gone = deviceToken('Dan’s old phone, in the table');
		const back = deviceToken('Dan’s phone, in the table');
		const busy = deviceToken('Eve’s phone, in the table');
		const wrong = deviceToken('Fay’s phone, in the wrong environment, in the table');
		let table: DataTable;
		let workflowId: string;

		beforeAll(async () => {
			const { simulator, n8n, credential } = stage();
			const { devices, faults } = simulator;
			for (const token of [phone, read, unchanged, busy]) devices.add({ token });
			const state = { kind: 'unregistered', sinceMs: Date.parse(DEAD_SINCE) } as const;
			for (const token of [gone, back]) devices.add({ token, state });
			faults.add({
				...{ kind: 'answer', status: 429, reason: 'TooManyRequests' },
				...{ headers: { 'retry-after': '60' }, at: { tokens: [busy], times: 1 } },
			});
			workflowId = await n8n.importWorkflow(readExample('badge-sync'), credential);
			table = await DataTable.setUpBy(n8n, workflowId, 'APNs Badges');
			const device = (token: string, userId: string, unread: number | null, badge: number) => ({
				...{ deviceToken: token, userId, unread, badge },
				registeredAt: token === back ? AFTER : BEFORE,
			});
			await table.insert([
				device(phone, 'Ada', 3, 2),
				device(read, 'Ben', null, 4),
				device(unchanged, 'Cleo', 5, 5),
				device(gone, 'Dan', 1, 0),
				device(back, 'Dan', 1, 0),
				device(busy, 'Eve', 9, 0),
				device(wrong, 'Fay', 2, 0),
			]);
		});

		afterAll(async () => {
			stage().simulator.faults.clear();
			await table?.drop();
		});

		test('each device whose count has changed gets its own number, without text and sound', async () => {
			expect(await badgesSent()).toEqual([
				[phone, '{"aps":{"badge":3}}'],
				[read, '{"aps":{"badge":0}}'],
			]);
		});

		test('what was sent is remembered, and dead tokens are deleted unless registered again since', async () => {
			const rows = await table.rows<Row>();
			expect(Object.fromEntries(rows.map((row) => [row.deviceToken, row.badge]))).toEqual({
				[phone]: 3,
				[read]: 0,
				[unchanged]: 5,
				[back]: 0,
				[busy]: 0,
				[wrong]: 0,
			});
			const failed = rows.filter(({ failedAt }) => failedAt !== null);
			expect(failed.map((row) => row.deviceToken)).toEqual([wrong]);
		});

		test('the next run sends what had to be sent later, and no wrong token', async () => {
			expect(await badgesSent()).toEqual([[busy, '{"aps":{"badge":9}}']]);
			// Includes that of the token that was registered again and is dead.
			expect(stage().simulator.ledger.requests).toBe(2);
		});

		/** Runs it once. Returns token and payload of each notification, in the order of the rows. */
		async function badgesSent(): Promise<string[][]> {
			const { simulator, n8n } = stage();
			simulator.ledger.clear();
			const id = await n8n.runManually(workflowId, 'Every 5 Minutes');
			const execution = await n8n.waitForExecution(id);
			expect(execution.errorMessage).toBeUndefined();
			const order = [phone, read, unchanged, gone, back, busy, wrong];
			return simulator.ledger.entries
				.map((entry) => [entry.deviceToken, entry.payload])
				.toSorted(([one = ''], [other = '']) => order.indexOf(one) - order.indexOf(other));
		}
	});
}
