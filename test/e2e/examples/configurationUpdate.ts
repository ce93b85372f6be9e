import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { StageParts } from '../demo/Stage.ts';
import type { Execution } from '../Execution.ts';
import { DataTable } from './DataTable.ts';
import { readExample } from './readExample.ts';

/** The number of attempts of the node itself before it returns a token at Retry Later. */
const ATTEMPTS = 3;

/** The configuration update, over device tokens in a Data Table. */
export function configurationUpdate(stage: () => StageParts): void {
	describe('configuration update', () => {
		let table: DataTable;
		let execution: Execution;
		let active: string[];
		let back: string[];
		let busy: string[];
		const unknown = deviceToken('in the table, and unknown to Apple');

		beforeAll(async () => {
			const { simulator, n8n, credential } = stage();
			const { devices, faults, ledger } = simulator;
			const longAgo = {
				kind: 'unregistered',
				sinceMs: Date.parse('2026-01-31T08:00:00Z'),
			} as const;
			active = devices.addMany(200, {}, 'in the table, active');
			back = devices.addMany(5, { state: longAgo }, 'in the table again');
			busy = devices.addMany(3, {}, 'in the table, busy for a while');
			const gone = devices.addMany(5, { state: { kind: 'unregistered' } }, 'in the table, gone');
			for (const token of busy) {
				faults.add({
					...{ kind: 'answer', status: 429, reason: 'TooManyRequests' },
					...{ headers: { 'retry-after': '1' }, at: { tokens: [token], times: ATTEMPTS } },
				});
			}
			const workflowId = await n8n.importWorkflow(readExample('configuration-update'), credential);
			table = await DataTable.setUpBy(n8n, workflowId, 'APNs Devices');
			const tokens = [...active, ...gone, ...back, ...busy, unknown];
			await table.insert(tokens.map((token) => ({ deviceToken: token })));
			ledger.clear();
			execution = await n8n.waitForExecution(await n8n.runManually(workflowId, 'Now'));
		});

		afterAll(async () => {
			stage().simulator.faults.clear();
			await table?.drop();
		});

		test('every device is woken once, in the background, and nobody sees anything', () => {
			expect(execution.errorMessage).toBeUndefined();
			expect(execution.status).toBe('success');
			const { ledger } = stage().simulator;
			expect(ledger.tokens().toSorted()).toEqual([...active, ...busy].toSorted());
			expect(ledger.accepted).toBe(active.length + busy.length);
			for (const entry of ledger.entries) {
				expect(entry).toMatchObject({ pushType: 'background', priority: 5 });
				expect(JSON.parse(entry.payload)).toEqual({
					aps: { 'content-available': 1 },
					configuration: { version: 7 },
				});
			}
		});

		test('rows of dead tokens are deleted, but for those written again since', async () => {
			const left = [...active, ...back, ...busy, unknown];
			expect(await table.deviceTokens()).toEqual(left.toSorted());
		});

		test('what else was refused is put aside for a person', () => {
			expect(execution.json('Look into These')).toMatchObject([
				{ deviceToken: unknown, errorCode: 'INVALID_TOKEN' },
			]);
		});
	});
}
