import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { payloadRemarks } from '../../simulator/remarks/payloadRemarks.ts';
import type { StageParts } from '../demo/Stage.ts';
import type { Execution } from '../Execution.ts';
import { CERTIFICATE_CREDENTIAL_TYPE, simulatorCertificate } from '../simulatorCredential.ts';
import { DataTable } from './DataTable.ts';
import { readExample } from './readExample.ts';

/** The number of attempts of the node itself before it returns a token at Retry Later. */
const ATTEMPTS = 3;

interface Pass {
	readonly serialNumber: string;
	readonly changed: boolean;
	readonly [column: string]: string | boolean;
}

/** The updates of Wallet passes, whose registrations are in a Data Table. */
export function walletPassUpdate(stage: () => StageParts): void {
	describe('Wallet pass update', () => {
		let simulator: ApnsSimulator;
		let passes: DataTable;
		let registrations: DataTable;
		let tokens: Record<'active' | 'back' | 'gone' | 'busy' | 'foreign' | 'unchanged', string[]>;
		let run: () => Promise<Execution>;
		let first: Execution;

		const tokensLeft = async () => {
			const rows = await registrations.rows<{ pushToken: string }>();
			return rows.map(({ pushToken }) => pushToken).toSorted();
		};
		const changed = async () =>
			(await passes.rows<Pass>()).filter((row) => row.changed).map((row) => row.serialNumber);

		beforeAll(async () => {
			const { n8n } = stage();
			// The sandbox, as which the stage's simulator starts, has no passes.
			simulator = await ApnsSimulator.start({ environment: 'production' });
			const { devices, faults, identity } = simulator;
			const bundleId = identity.passTypeIdentifiers[0]!;
			const many = (count: number, label: string, traits = {}) =>
				devices.addMany(count, { bundleId, ...traits }, `pass ${label}`);
			const longAgo = {
				kind: 'unregistered',
				sinceMs: Date.parse('2026-01-31T08:00:00Z'),
			} as const;
			tokens = {
				active: many(50, 'active'),
				back: many(2, 'registered again', { state: longAgo }),
				gone: many(3, 'gone', { state: { kind: 'unregistered' } }),
				busy: many(1, 'busy'),
				foreign: many(1, 'of another type', { bundleId: 'pass.com.example.ticket' }),
				unchanged: many(4, 'unchanged'),
			};
			for (const token of tokens.busy) {
				faults.add({
					...{ kind: 'answer', status: 429, reason: 'TooManyRequests' },
					...{ headers: { 'retry-after': '1' }, at: { tokens: [token], times: ATTEMPTS } },
				});
			}
			const certificate = await simulator.createPassCertificate();
			const data = simulatorCertificate(simulator, certificate);
			const credential = await n8n.createCredential('Passes', CERTIFICATE_CREDENTIAL_TYPE, data);
			const workflowId = await n8n.importWorkflow(readExample('wallet-pass-update'), credential);
			passes = await DataTable.setUpBy(n8n, workflowId, 'Wallet Passes');
			registrations = await DataTable.open(n8n, 'Wallet Registrations');
			const { busy, unchanged, ...quiet } = tokens;
			const bySerialNumber: Readonly<Record<string, string[]>> = {
				A1: Object.values(quiet).flat(),
				B2: busy,
				C3: unchanged,
				'without a device': [],
			};
			await passes.insert(
				Object.keys(bySerialNumber).map((serialNumber) => ({
					serialNumber,
					changed: serialNumber !== 'C3',
				})),
			);
			await registrations.insert(
				Object.entries(bySerialNumber).flatMap(([serialNumber, all]) =>
					all.map((pushToken, index) => ({
						serialNumber,
						deviceLibraryIdentifier: `${serialNumber} ${index}`,
						pushToken,
					})),
				),
			);
			run = async () => await n8n.waitForExecution(await n8n.runManually(workflowId, 'Now'));
			first = await run();
		});

		afterAll(async () => {
			await passes?.drop();
			await registrations?.drop();
			await simulator?.stop();
		});

		test('each device with a changed pass gets one empty push, and no other device', () => {
			expect(first.errorMessage).toBeUndefined();
			expect(first.status).toBe('success');
			const { ledger } = simulator;
			expect(ledger.tokens().toSorted()).toEqual(tokens.active.toSorted());
			expect(ledger.accepted).toBe(tokens.active.length);
			expect(ledger.entries.flatMap(payloadRemarks)).toEqual([]);
			expect(new Set(ledger.entries.map(({ payload }) => payload))).toEqual(new Set(['{}']));
		});

		test('devices without the pass are unregistered, but for those registered again since', async () => {
			const left = Object.values({ ...tokens, gone: [] }).flat();
			expect(await tokensLeft()).toEqual(left.toSorted());
		});

		test('what else was refused is put aside for a person', () => {
			expect(first.json('Look into These')).toMatchObject(
				tokens.foreign.map((pushToken) => ({ pushToken, apns: { errorCode: 'INVALID_TOKEN' } })),
			);
		});

		test('what was refused for now is sent in the next run, and nothing else', async () => {
			expect(await changed()).toEqual(['B2']);
			simulator.ledger.clear();
			expect((await run()).status).toBe('success');
			expect(simulator.ledger.tokens()).toEqual(tokens.busy);
			expect(await changed()).toEqual([]);
			simulator.ledger.clear();
			expect((await run()).status).toBe('success');
			expect(simulator.ledger.requests).toBe(0);
		});
	});
}
