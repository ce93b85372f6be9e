import type { IExecuteFunctions } from 'n8n-workflow';
import type { ErrorCode, Outcome } from '../../../delivery/service/Outcome.ts';
import { escapeHtml } from '../../errors/escapeHtml.ts';
import { isFailure } from '../../errors/firstFailure.ts';
import { troubleshootingLink } from '../../errors/troubleshooting.ts';

/** The result of a notification, as it is counted: `NOT_SENT` was refused before it was sent, whatever the code. */
export type Ending = ErrorCode | 'NOT_SENT';

/** What to call each count and what to do about it, in the order of the hint. */
const WORDS: Readonly<Record<Ending, string>> = {
	SUCCESS: 'accepted',
	UNREGISTERED: 'unregistered: delete these tokens',
	INVALID_TOKEN: 'with an invalid token',
	TOO_MANY_REQUESTS: 'rate-limited: send again later',
	SERVER_ERROR: 'failed with a server error: send again later',
	TIMEOUT: 'timed out',
	NETWORK_ERROR: 'with a network error',
	PAYLOAD_TOO_LARGE: 'too large',
	BAD_REQUEST: 'refused',
	NOT_SENT: 'not sent: fix the notification',
	NOT_FOUND: 'not found',
	AUTH_FAILED: 'refused: fix the credential',
	CANCELLED: 'cancelled',
};

/**
 * Shows the number of tokens with each result above the output. Older versions of n8n have no hints.
 *
 * @param common the result that all have, if there is one; if it is a failure, the hint is its message
 */
export function addCountsHint(
	context: IExecuteFunctions,
	counts: ReadonlyMap<Ending, number>,
	common?: Outcome,
): void {
	const parts = (Object.keys(WORDS) as Ending[])
		.filter((code) => counts.has(code))
		.map((code) => `${grouped(counts.get(code) ?? 0)} ${WORDS[code]}`);
	if (parts.length === 0) return;
	const message = `Notifications: ${parts.join(' · ')}`;
	context.logger?.info(`APNs: ${message}`);
	if (isFailure(common)) {
		const count = counts.get(endingOf(common)) ?? 1;
		const subject = count === 1 ? '' : `${grouped(count)} notifications: `;
		addWarning(
			context,
			`${subject}${escapeHtml(common.message)} ${troubleshootingLink(common.errorCode)}`,
		);
		return;
	}
	context.addExecutionHints?.({
		message,
		location: 'outputPane',
		type: counts.size === 1 && counts.has('SUCCESS') ? 'info' : 'warning',
	});
}

/** How an outcome is counted. */
export function endingOf({ outcome, action, errorCode }: Outcome): Ending {
	return outcome === 'notSent' && action === 'fixNotification' ? 'NOT_SENT' : errorCode;
}

/** Shows a sentence above the output. */
export function addWarning(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints?.({ message, location: 'outputPane', type: 'warning' });
}

/** 1234567 as 1,234,567. The first use of Intl in a process takes as long as several sends. */
export function grouped(count: number): string {
	return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
