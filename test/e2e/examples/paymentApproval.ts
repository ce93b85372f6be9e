import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { StageParts } from '../demo/Stage.ts';
import { answerOnPhone, questionOn } from './answerOnPhone.ts';
import { latestExecution } from './latestExecution.ts';
import { expiresIn, PaymentSystem, PAYMENT_WEBHOOK, SILENCE_TIMEOUT_MS } from './PaymentSystem.ts';

const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const ANY_URL = expect.stringMatching(/^http:/) as string;

/** The payment approval example, its payment system and the phone of the person who approves. */
export function paymentApproval(stage: () => StageParts): void {
	describe('payment approval', () => {
		let payments: PaymentSystem;
		let count = 0;

		beforeAll(async () => {
			const { n8n, credential } = stage();
			payments = await PaymentSystem.introduceTo(n8n, credential);
		});

		afterAll(async () => {
			stage().simulator.faults.clear();
			await payments?.leave();
		});

		beforeEach(() => {
			stage().simulator.ledger.clear();
			stage().simulator.faults.clear();
		});

		test('the caller gets 202 at once, and the phone the question, for 15 minutes', async () => {
			const { simulator } = stage();
			const phone = knownPhone();
			const before = Date.now() / 1000;
			const { status, body } = await payments.ask(event({ paymentId: 'first' }));
			expect(status).toBe(202);
			expect(body).toEqual({ paymentId: 'first', status: 'accepted' });

			const question = await questionOn(simulator, phone);
			expect(question).toMatchObject({ pushType: 'alert', collapseId: 'payment-first' });
			expect(question.expiration).toBeGreaterThanOrEqual(Math.floor(before) + 900);
			expect(question.expiration).toBeLessThanOrEqual(Date.now() / 1000 + 900);
			expect(JSON.parse(question.payload)).toEqual({
				aps: {
					alert: { title: 'Approve this payment?', body: '12.50 EUR to Ada’s Books' },
					category: 'N8N_APPROVAL',
					'interruption-level': 'time-sensitive',
					sound: 'default',
				},
				n8n: { approve: ANY_URL, decline: ANY_URL },
			});
			await answerOnPhone(simulator, phone, 'decline');
			await payments.decisionOn('first');
		});

		test.each([
			['approve', 'approved'],
			['decline', 'declined'],
		] as const)('%s on the phone: the payment system is told once', async (button, decision) => {
			const paymentId = nextId();
			await payments.ask(event({ paymentId }));
			await answerOnPhone(stage().simulator, knownPhone(), button);
			await payments.decisionOn(paymentId);
			const execution = await latestExecution(stage().n8n, payments.workflowId);
			expect(execution.status).toBe('success');
			expect(decisionsOn(paymentId)).toEqual([{ paymentId, decision, respondedAt: MOMENT }]);
		});

		test('no answer until the event expires: the payment system is told so', async () => {
			const paymentId = nextId();
			const expiresAt = expiresIn(10_000);
			await payments.ask(event({ paymentId, expiresAt }));
			const { expiration } = await questionOn(stage().simulator, knownPhone());
			expect(expiration).toBeLessThanOrEqual(Date.parse(expiresAt) / 1000);

			await payments.decisionOn(paymentId, SILENCE_TIMEOUT_MS);
			expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt) - 1_000);
			expect(decisionsOn(paymentId)).toEqual([{ paymentId, decision: 'timeout' }]);
		});

		test('a payment system that is down for a moment is told when it is back', async () => {
			const paymentId = nextId();
			payments.beDown(1);
			await payments.ask(event({ paymentId }));
			await answerOnPhone(stage().simulator, knownPhone(), 'approve');
			await payments.decisionOn(paymentId);
			expect(decisionsOn(paymentId)).toMatchObject([{ decision: 'approved' }]);
		});

		test('a phone whose app was uninstalled: nobody was asked, and n8n lists a failed execution', async () => {
			const state = { kind: 'unregistered', sinceMs: 1 } as const;
			const gone = stage().simulator.devices.add({ token: deviceToken('gone'), state });
			await expectNobodyAsked(
				{ deviceToken: gone },
				/^The question was not delivered: .*no longer installed/,
			);
		});

		test('so is a refused key', async () => {
			const fault = { kind: 'answer', status: 403, reason: 'InvalidProviderToken' } as const;
			stage().simulator.faults.add(fault);
			await expectNobodyAsked({}, /^The question was not delivered: .*InvalidProviderToken/);
		});

		test('so is an event that cannot be asked about', async () => {
			await expectNobodyAsked({ deviceToken: undefined }, /^'Device Token' is empty/);
			expect(stage().simulator.ledger.requests).toBe(0);
		});

		test.each<[string, (body: string) => string | undefined]>([
			['no signature', () => undefined],
			['an empty signature', () => ''],
			['the signature of another event', (body) => payments.sign(body.replace('12.50', '12.51'))],
			['a signature that is cut off', (body) => payments.sign(body).slice(0, -1)],
		])('%s: 401, and nobody is asked', async (_, signatureFor) => {
			await expectRefusal(event({}), signatureFor);
		});

		test.each([
			['has expired', { expiresAt: '2026-01-31T08:00:00Z' }],
			['does not say when it expires', { expiresAt: undefined }],
		])('an event that %s: 401, and nobody is asked', async (_, changes) => {
			await expectRefusal(event(changes), (body) => payments.sign(body));
		});

		test('a body that is no single text: 401, and nobody is asked', async () => {
			const form = new FormData();
			form.set('deviceToken', knownPhone());
			const response = await fetch(`${stage().n8n.url}/webhook/${PAYMENT_WEBHOOK}`, {
				method: 'POST',
				body: form,
			});
			expect(response.status).toBe(401);
			expect(stage().simulator.ledger.requests).toBe(0);
		});

		function event(changes: Parameters<typeof PaymentSystem.event>[0]) {
			return PaymentSystem.event({ deviceToken: knownPhone(), ...changes });
		}

		function knownPhone(): string {
			return stage().simulator.devices.add({ token: deviceToken('known payer') });
		}

		function nextId(): string {
			return `test-${++count}`;
		}

		function decisionsOn(paymentId: string) {
			return payments.decisions.filter((decision) => decision.paymentId === paymentId);
		}

		async function expectNobodyAsked(changes: object, why: RegExp): Promise<void> {
			const paymentId = nextId();
			expect((await payments.ask(event({ paymentId, ...changes }))).status).toBe(202);
			const reason = expect.stringMatching(why) as string;
			await payments.decisionOn(paymentId);
			expect(decisionsOn(paymentId)).toEqual([{ paymentId, decision: 'notAsked', reason }]);
			expect(await latestExecution(stage().n8n, payments.workflowId)).toMatchObject({
				status: 'error',
				errorMessage: reason,
			});
		}

		async function expectRefusal(
			refused: object,
			signatureFor: (body: string) => string | undefined,
		): Promise<void> {
			const text = JSON.stringify(refused);
			const told = payments.decisions.length;
			const { status, body } = await payments.send(text, signatureFor(text));
			expect(status).toBe(401);
			expect(body).toEqual({ error: expect.stringContaining('signature') });
			expect(stage().simulator.ledger.requests).toBe(0);
			expect(payments.decisions).toHaveLength(told);
		}
	});
}
