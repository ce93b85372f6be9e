import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { LedgerEntry } from '../../simulator/Ledger.ts';
import { Phone, type Choice } from '../../simulator/phone/Phone.ts';
import { readQuestion } from '../../simulator/phone/Question.ts';
import { until } from '../until.ts';

const TIMEOUT_MS = 30_000;

/** The latest question on a device, once it is there. */
export async function questionOn(
	{ ledger }: ApnsSimulator,
	deviceToken: string,
): Promise<LedgerEntry> {
	return await until('The question', TIMEOUT_MS, () =>
		ledger.entries.findLast(
			(entry) => entry.deviceToken === deviceToken && readQuestion(entry.payload) !== undefined,
		),
	);
}

/** Presses a button of the question on a device. n8n then continues. */
export async function answerOnPhone(
	simulator: ApnsSimulator,
	deviceToken: string,
	answer: Choice,
): Promise<void> {
	const question = await questionOn(simulator, deviceToken);
	new Phone({ answer, pauseMs: 500 }).receive(question);
}
