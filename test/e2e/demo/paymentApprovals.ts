import { deviceToken } from '../../simulator/deviceToken.ts';
import { PaymentSystem } from '../examples/PaymentSystem.ts';
import type { ResultItem } from '../ResultItem.ts';
import { differences, Report } from './Report.ts';
import type { StageParts } from './Stage.ts';

const UNINSTALLED_SINCE = '2026-01-31T08:00:00.000Z';

interface Phone {
	name: string;
	token: string;
	/** What the webhook has to answer. */
	status: number;
	expected: Partial<ResultItem>;
	/** How many notifications the simulator has to have accepted for it. */
	delivered: number;
}

/**
 * Imports and publishes the payment approval example, and sends it one event for each kind of phone and
 * one that is forged.
 */
export async function runPaymentApprovals({
	simulator,
	n8n,
	credential,
}: StageParts): Promise<Report> {
	const { devices, ledger } = simulator;
	const phones: Phone[] = [
		{
			name: 'active',
			token: devices.add({ token: deviceToken('active phone') }),
			status: 200,
			expected: { errorCode: 'SUCCESS', status: 200, action: 'none', attempts: 1 },
			delivered: 1,
		},
		{
			name: 'app uninstalled',
			token: devices.add({
				token: deviceToken('uninstalled phone'),
				state: { kind: 'unregistered', sinceMs: Date.parse(UNINSTALLED_SINCE) },
			}),
			status: 200,
			expected: {
				errorCode: 'UNREGISTERED',
				status: 410,
				action: 'removeToken',
				timestamp: UNINSTALLED_SINCE,
				attempts: 1,
			},
			delivered: 0,
		},
		{
			name: 'rate-limited',
			token: devices.add({ token: deviceToken('busy phone'), rateLimited: 'always' }),
			status: 503,
			expected: { errorCode: 'TOO_MANY_REQUESTS', status: 429, action: 'retryLater', attempts: 3 },
			delivered: 0,
		},
	];

	const payments = await PaymentSystem.introduceTo(n8n, credential);
	const report = new Report('phone', 'errorCode', 'action', 'attempts', 'answer to the caller');
	for (const [index, { name, token, status, expected, delivered }] of phones.entries()) {
		const event = PaymentSystem.event({ deviceToken: token, paymentId: `demo-${index}` });
		const answer = await payments.ask(event);
		const result = answer.body as ResultItem;
		report.add(
			[name, result.errorCode, result.action, String(result.attempts), String(answer.status)],
			[
				...differences(answer, { status }),
				...differences(result, { ...expected, deviceToken: token }),
				...differences({ delivered: ledger.countOf(token) }, { delivered }),
			],
		);
	}

	const { requests } = ledger;
	const forged = JSON.stringify(PaymentSystem.event({ deviceToken: phones[0]?.token }));
	const answer = await payments.send(forged, payments.sign(`${forged} `));
	report.add(
		['none: forged event', '', '', '', String(answer.status)],
		[...differences(answer, { status: 401 }), ...differences(ledger, { requests })],
	);
	return report;
}
