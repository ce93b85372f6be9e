import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { ResultItem } from '../ResultItem.ts';
import { NEEDS_POSTGRES } from '../postgres/needsPostgres.ts';
import type { ExampleStage } from './ExampleStage.ts';
import { latestExecution } from './latestExecution.ts';
import { PaymentSystem, PAYMENT_WEBHOOK } from './PaymentSystem.ts';

const DEAD_SINCE = '2026-01-31T08:00:00.000Z';
const BEFORE = '2026-01-30T00:00:00Z';
const AFTER = '2026-02-01T00:00:00Z';

/** The payment approval example, its Unregistered branch with a real database. */
export function paymentApproval(stage: () => ExampleStage): void {
	describe('payment approval', NEEDS_POSTGRES, () => {
		let payments: PaymentSystem;

		beforeAll(async () => {
			const { n8n, credential, database } = stage();
			await database.createTablesOf('payment-approval');
			payments = await PaymentSystem.introduceTo(n8n, credential, database.credential);
		});

		afterAll(async () => {
			await payments?.leave();
		});

		beforeEach(() => {
			stage().simulator.ledger.clear();
		});

		test('the phone gets a notification with buttons, until when they make sense, and the caller 200', async () => {
			const { simulator } = stage();
			const phone = simulator.devices.add({ token: deviceToken('approving phone') });
			const event = PaymentSystem.event({ deviceToken: phone });
			const { status, body } = await payments.ask(event);

			expect(status).toBe(200);
			expect(body).toMatchObject({ errorCode: 'SUCCESS', deviceToken: phone });
			const [entry, ...more] = simulator.ledger.entries;
			expect(more).toEqual([]);
			expect(entry).toMatchObject({
				deviceToken: phone,
				pushType: 'alert',
				collapseId: 'payment-4711',
				expiration: Math.floor(Date.parse(String(event['expiresAt'])) / 1000),
			});
			expect(JSON.parse(entry?.payload ?? '')).toEqual({
				aps: {
					alert: { title: 'Approve this payment?', body: '12.50 EUR to Ada’s Books' },
					category: 'PAYMENT_APPROVAL',
					'interruption-level': 'time-sensitive',
					sound: 'default',
					'thread-id': 'payments',
				},
				paymentId: '4711',
				expiresAt: event['expiresAt'],
			});
		});

		test.each<[string, (body: string) => string | undefined]>([
			['no signature', () => undefined],
			['an empty signature', () => ''],
			['the signature of another event', (body) => payments.sign(body.replace('12.50', '12.51'))],
			['a signature that is cut off', (body) => payments.sign(body).slice(0, -1)],
		])('%s: 401, and nothing is sent', async (_, signatureFor) => {
			await expectRefusal(PaymentSystem.event({ deviceToken: knownPhone() }), signatureFor);
		});

		test.each([
			['has expired', { expiresAt: '2026-01-31T08:00:00Z' }],
			['does not say when it expires', { expiresAt: undefined }],
		])('an event that %s: 401, and nothing is sent', async (_, changes) => {
			const event = PaymentSystem.event({ deviceToken: knownPhone(), ...changes });
			await expectRefusal(event, (body) => payments.sign(body));
		});

		test('a phone whose app was uninstalled is deleted in the database, unless it was registered again since', async () => {
			const { simulator, database } = stage();
			const state = { kind: 'unregistered', sinceMs: Date.parse(DEAD_SINCE) } as const;
			const [gone = '', back = ''] = simulator.devices.addMany(2, { state }, 'uninstalled payer');
			const other = knownPhone();
			await database.insert('devices', [
				{ device_token: gone, registered_at: BEFORE },
				{ device_token: back, registered_at: AFTER },
				{ device_token: other, registered_at: BEFORE },
			]);
			for (const token of [gone, back]) {
				const { status, body } = await payments.ask(PaymentSystem.event({ deviceToken: token }));
				expect(status).toBe(200);
				expect(body).toMatchObject({ errorCode: 'UNREGISTERED', timestamp: DEAD_SINCE });
			}
			// The caller has its answer before the row is deleted.
			await expect.poll(() => database.deviceTokens()).toEqual([back, other].toSorted());
			expect(simulator.ledger.accepted).toBe(0);
		});

		test('a rate-limited phone: 503 and Retry-After, and the same event later arrives', async () => {
			const { simulator } = stage();
			const phone = simulator.devices.add({ token: deviceToken('busy payer') });
			simulator.faults.add({
				kind: 'answer',
				status: 429,
				reason: 'TooManyRequests',
				headers: { 'retry-after': '77' },
				at: { tokens: [phone], times: 1 },
			});
			const event = PaymentSystem.event({ deviceToken: phone });

			const first = await payments.ask(event);
			expect(first.status).toBe(503);
			expect(first.headers.get('retry-after')).toBe('77');
			expect(first.body).toMatchObject({ errorCode: 'TOO_MANY_REQUESTS', retryAfter: 77 });
			expect((await payments.ask(event)).status).toBe(200);
			expect(simulator.ledger.countOf(phone)).toBe(1);
		});

		test('anything else is told with 200: the same event again would not help', async () => {
			const { simulator } = stage();
			const nobody = deviceToken('nobody’s phone');
			const { status, body } = await payments.ask(PaymentSystem.event({ deviceToken: nobody }));
			expect(status).toBe(200);
			expect(body).toMatchObject({
				success: false,
				errorCode: 'INVALID_TOKEN',
				action: 'checkToken',
			} satisfies Partial<ResultItem>);
			expect(simulator.ledger.accepted).toBe(0);
		});

		test('a refused key: 502 with the reason, and n8n lists a failed execution', async () => {
			const { faults } = stage().simulator;
			faults.add({ kind: 'answer', status: 403, reason: 'InvalidProviderToken' });
			const { status, body } = await payments.ask(
				PaymentSystem.event({ deviceToken: knownPhone() }),
			);
			faults.clear();
			expect(status).toBe(502);
			expect(body).toMatchObject({ errorCode: 'AUTH_FAILED', success: false });
			await expectFailedExecution('InvalidProviderToken');
		});

		test('an event that cannot be sent as it is: 502 with the message, and n8n lists a failed execution', async () => {
			const event = PaymentSystem.event({ deviceToken: knownPhone(), expiresAt: '2099-W05' });
			const { status, body } = await payments.ask(event);
			expect(status).toBe(502);
			expect(body).toEqual({ message: expect.stringContaining('2099-W05') });
			await expectFailedExecution('2099-W05');
		});

		test('a body that is no single text: 401, and nothing is sent', async () => {
			const form = new FormData();
			form.set('deviceToken', knownPhone());
			const response = await fetch(`${stage().n8n.url}/webhook/${PAYMENT_WEBHOOK}`, {
				method: 'POST',
				body: form,
			});
			expect(response.status).toBe(401);
			expect(stage().simulator.ledger.requests).toBe(0);
		});

		function knownPhone(): string {
			return stage().simulator.devices.add({ token: deviceToken('known payer') });
		}

		async function expectFailedExecution(message: string): Promise<void> {
			// It is listed a moment after its caller has been answered.
			await expect
				.poll(async () => await latestExecution(stage().n8n, payments.workflowId))
				.toMatchObject({ status: 'error', errorMessage: expect.stringContaining(message) });
		}

		async function expectRefusal(
			event: object,
			signatureFor: (body: string) => string | undefined,
		): Promise<void> {
			const text = JSON.stringify(event);
			const { status, body } = await payments.send(text, signatureFor(text));
			expect(status).toBe(401);
			expect(body).toEqual({ error: expect.stringContaining('signature') });
			expect(stage().simulator.ledger.requests).toBe(0);
		}
	});
}
