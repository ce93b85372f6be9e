import { deviceToken } from '../../simulator/deviceToken.ts';
import type { Choice } from '../../simulator/phone/Phone.ts';
import { answerOnPhone } from '../examples/answerOnPhone.ts';
import {
	expiresIn,
	PaymentSystem,
	SILENCE_TIMEOUT_MS,
	type Decision,
} from '../examples/PaymentSystem.ts';
import { differences, Report } from './Report.ts';
import type { StageParts } from './Stage.ts';

/** Enough time to ask; n8n checks once a minute for waits that have ended. */
const SILENCE_MS = 15_000;

interface Person {
	name: string;
	token: string;
	/** The button that they press; undefined: none. */
	choice?: Choice;
	expiresInMs: number;
	decision: Decision['decision'];
	/** Expected number of notifications that the simulator has accepted. */
	delivered: number;
}

/**
 * Imports and publishes the payment approval example, asks people who approve, decline, do not answer or cannot
 * be reached, and sends one forged event.
 */
export async function runPaymentApprovals(stage: StageParts): Promise<Report> {
	const { simulator, n8n, credential } = stage;
	const payments = await PaymentSystem.introduceTo(n8n, credential);
	const report = new Report('person', 'answer to the caller', 'the payment system is told');
	const people = peopleOf(stage);
	// All at the same time: waiting for the person who does not answer takes long.
	const told = await Promise.all(people.map(async (person) => await ask(payments, stage, person)));
	for (const [index, { name, token, decision, delivered }] of people.entries()) {
		const { status, decision: actual } = told[index]!;
		report.add(
			[name, String(status), actual],
			[
				...differences({ status, decision: actual }, { status: 202, decision }),
				...differences({ delivered: simulator.ledger.countOf(token) }, { delivered }),
			],
		);
	}

	const { requests } = simulator.ledger;
	const forged = JSON.stringify(PaymentSystem.event({ deviceToken: people[0]?.token }));
	const answer = await payments.send(forged, payments.sign(`${forged} `));
	report.add(
		['nobody: forged event', String(answer.status), ''],
		[
			...differences(answer, { status: 401 }),
			...differences(simulator.ledger, { requests }),
			...differences({ decisions: payments.decisions.length }, { decisions: people.length }),
		],
	);
	return report;
}

function peopleOf({ simulator: { devices } }: StageParts): Person[] {
	const anHour = 3_600_000;
	const state = { kind: 'unregistered', sinceMs: Date.parse('2026-01-31T08:00:00Z') } as const;
	return [
		{
			name: 'approves',
			token: devices.add({ token: deviceToken('phone that approves') }),
			choice: 'approve',
			expiresInMs: anHour,
			decision: 'approved',
			delivered: 1,
		},
		{
			name: 'declines',
			token: devices.add({ token: deviceToken('phone that declines') }),
			choice: 'decline',
			expiresInMs: anHour,
			decision: 'declined',
			delivered: 1,
		},
		{
			name: 'does not answer',
			token: devices.add({ token: deviceToken('phone in a drawer') }),
			expiresInMs: SILENCE_MS,
			decision: 'timeout',
			delivered: 1,
		},
		{
			name: 'has uninstalled the app',
			token: devices.add({ token: deviceToken('uninstalled phone'), state }),
			expiresInMs: anHour,
			decision: 'notAsked',
			delivered: 0,
		},
	];
}

/** Reports a payment, answers the question if the person does, and waits for the decision. */
async function ask(
	payments: PaymentSystem,
	{ simulator }: StageParts,
	{ token, choice, expiresInMs }: Person,
): Promise<{ status: number; decision: string }> {
	const paymentId = `demo-${token.slice(0, 8)}`;
	const expiresAt = expiresIn(expiresInMs);
	const event = PaymentSystem.event({ deviceToken: token, paymentId, expiresAt });
	const { status } = await payments.ask(event);
	if (choice !== undefined) await answerOnPhone(simulator, token, choice);
	const { decision } = await payments.decisionOn(paymentId, SILENCE_TIMEOUT_MS);
	return { status, decision };
}
