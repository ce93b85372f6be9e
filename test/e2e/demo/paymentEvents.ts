import { deviceToken } from '../../simulator/deviceToken.ts';
import { PAYMENT_WEBHOOK, paymentEventExample } from '../examples.ts';
import type { ResultItem } from '../ResultItem.ts';
import { differences, Report } from './Report.ts';
import type { Stage } from './Stage.ts';

const UNINSTALLED_SINCE = '2026-01-31T08:00:00.000Z';

interface Phone {
	name: string;
	token: string;
	/** What the webhook has to answer. */
	expected: Partial<ResultItem> & { nextStep: string };
	/** How many notifications the simulator has to have accepted for it. */
	delivered: number;
}

/** Imports and publishes the payment event example, and sends it one event for each kind of phone. */
export async function runPaymentEvents({ simulator, n8n, credential }: Stage): Promise<Report> {
	const { devices, ledger } = simulator;
	const phones: Phone[] = [
		{
			name: 'active',
			token: devices.add({ token: deviceToken('active phone') }),
			expected: {
				errorCode: 'SUCCESS',
				status: 200,
				action: 'none',
				attempts: 1,
				nextStep: 'The person has been told.',
			},
			delivered: 1,
		},
		{
			name: 'app uninstalled',
			token: devices.add({
				token: deviceToken('uninstalled phone'),
				state: { kind: 'unregistered', sinceMs: Date.parse(UNINSTALLED_SINCE) },
			}),
			expected: {
				errorCode: 'UNREGISTERED',
				status: 410,
				action: 'removeToken',
				timestamp: UNINSTALLED_SINCE,
				attempts: 1,
				nextStep: 'Delete this device token: the app was uninstalled.',
			},
			delivered: 0,
		},
		{
			name: 'rate-limited',
			token: devices.add({ token: deviceToken('busy phone'), rateLimited: 'always' }),
			expected: {
				errorCode: 'TOO_MANY_REQUESTS',
				status: 429,
				action: 'retryLater',
				attempts: 3,
				nextStep: 'Wait for retryAfter seconds, then send again.',
			},
			delivered: 0,
		},
	];

	await n8n.publish(await n8n.importWorkflow(paymentEventExample(), credential));
	const report = new Report('phone', 'errorCode', 'action', 'attempts', 'branch taken');
	for (const [index, { name, token, expected, delivered }] of phones.entries()) {
		const answer = await n8n.postWebhook(PAYMENT_WEBHOOK, {
			deviceToken: token,
			paymentId: `demo-${index}`,
			from: 'Ada',
			amount: '12.50 EUR',
		});
		const result = answer.body as ResultItem & { nextStep: string };
		report.add(
			[name, result.errorCode, result.action, String(result.attempts), result.nextStep].map(String),
			[
				...differences(answer, { status: 200 }),
				...differences(result, { ...expected, deviceToken: token }),
				...differences({ delivered: ledger.countOf(token) }, { delivered }),
			],
		);
	}
	return report;
}
