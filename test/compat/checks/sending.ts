import type { INodeParameters } from 'n8n-workflow';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bulkWorkflow, SEND, sendWorkflow } from '../../e2e/workflows.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { CheckStage } from '../CheckStage.ts';
import { tuned } from '../../engine/testkit/tuned.ts';

const MANY = 1_000;
const send = {
	operation: 'send',
	deviceToken: '={{ $json.deviceToken }}',
	title: 'Hello',
	simplify: false,
};

/** Notifications to devices: what is sent, and one result for each. */
export function sending(stage: () => CheckStage): void {
	describe('sending', () => {
		let phone: string;
		let fleet: string[];

		beforeAll(() => {
			const { devices } = stage().simulator;
			phone = devices.add({ token: deviceToken('phone') });
			fleet = devices.addMany(MANY);
		});

		beforeEach(() => stage().simulator.ledger.clear());

		test('to one device, without an expression', async () => {
			const execution = await run([phone], { ...send, deviceToken: phone });
			const [entry] = stage().simulator.ledger.entries;
			expect(execution.json(SEND)).toMatchObject([
				{ deviceToken: phone, success: true, status: 200, apnsId: entry?.apnsId },
			]);
		});

		test('to each item’s device with each item’s text, and each answer has its code', async () => {
			const { devices, ledger } = stage().simulator;
			const unregistered = { kind: 'unregistered', sinceMs: 1 } as const;
			const tokens = [
				phone,
				devices.add({ token: deviceToken('gone'), state: unregistered }),
				devices.add({ token: deviceToken('busy'), rateLimited: 'always' }),
				deviceToken('nobody'),
				'no device token',
			];
			const execution = await run(tokens, {
				...send,
				title: '=Hello {{ $json.deviceToken.slice(0, 4) }}',
				options: tuned({ maxAttempts: 1 }),
			});
			expect(execution.json(SEND).map(({ errorCode }) => errorCode)).toEqual([
				'SUCCESS',
				'UNREGISTERED',
				'TOO_MANY_REQUESTS',
				'INVALID_TOKEN',
				'INVALID_TOKEN',
			]);
			const payload = { aps: { alert: { title: `Hello ${phone.slice(0, 4)}` }, sound: 'default' } };
			expect(ledger.entries.map((entry) => JSON.parse(entry.payload) as unknown)).toEqual([
				payload,
			]);
		});

		test('with the optional fields and options', async () => {
			const execution = await run([phone], {
				...send,
				body: 'Bob sent you a message',
				notificationFields: { badge: 3, sound: 'default', interruptionLevel: 'time-sensitive' },
				customData: '{"order": 7}',
				options: { collapseId: 'order-7', priority: '5' },
			});
			expect(execution.json(SEND)).toMatchObject([{ success: true }]);
			const [entry] = stage().simulator.ledger.entries;
			expect(entry).toMatchObject({ collapseId: 'order-7', priority: 5 });
			expect(JSON.parse(entry?.payload ?? '')).toEqual({
				aps: {
					alert: { title: 'Hello', body: 'Bob sent you a message' },
					badge: 3,
					sound: 'default',
					'interruption-level': 'time-sensitive',
				},
				order: 7,
			});
		});

		test('with the payload as JSON', async () => {
			const payload = { aps: { alert: 'Hello' }, order: 7 };
			await run([phone], {
				...{ operation: 'send', deviceToken: phone, payloadMode: 'json' },
				payload: JSON.stringify(payload),
			});
			const sent = stage().simulator.ledger.entries.map((entry) => JSON.parse(entry.payload));
			expect(sent).toEqual([payload]);
		});

		test('with the fields of the input item', async () => {
			const execution = await run([phone], { ...send, options: { includeInputFields: true } });
			expect(execution.json(SEND)).toMatchObject([
				{ deviceToken: phone, apns: { deviceToken: phone, success: true } },
			]);
		});

		test('in bulk, to 1,000 devices of a list', async () => {
			const list = { deviceTokens: fleet.join(', '), title: 'Hello' };
			const execution = await stage().run(bulkWorkflow('Bulk', 0, list));
			expectAllTold(execution.json(SEND));
		});

		test('in bulk, to the devices of 1,000 items, with a certificate', async () => {
			const parameters = { operation: 'bulk', tokenSource: 'inputItems', title: 'Hello' };
			const workflow = sendWorkflow('Bulk', fleet, {
				...parameters,
				authentication: 'certificate',
			});
			const execution = await stage().run(workflow, {}, stage().certificate);
			expectAllTold(execution.json(SEND));
		});

		test('a preview sends nothing', async () => {
			const execution = await run([phone], { ...send, operation: 'preview' });
			expect(execution.json(SEND)).toMatchObject([
				{ valid: true, payload: { aps: { alert: { title: 'Hello' }, sound: 'default' } } },
			]);
			expect(stage().simulator.ledger.requests).toBe(0);
		});

		test('hints above the output say how many came to which end', async () => {
			const execution = await run([phone, deviceToken('nobody')], send);
			expect(execution.task(SEND)?.hints?.map(({ message }) => message)).toContainEqual(
				expect.stringMatching(/1 accepted/),
			);
		});

		async function run(tokens: readonly string[], parameters: INodeParameters) {
			const execution = await stage().run(sendWorkflow('Sending', tokens, parameters));
			expect(execution.errorMessage).toBeUndefined();
			return execution;
		}

		function expectAllTold(results: object[]): void {
			expect(results).toEqual(
				fleet.map((token) => expect.objectContaining({ deviceToken: token, success: true })),
			);
			const { ledger } = stage().simulator;
			expect(fleet.map((token) => ledger.countOf(token))).toEqual(fleet.map(() => 1));
		}
	});
}
