import type { Answer } from '../connection/Answer.ts';
import { DEVICE_MEANINGS } from './deviceMeanings.ts';
import { fallback, type Meaning, type Meanings } from './meanings.ts';
import { outcomeOf, type ErrorCode, type Outcome } from './Outcome.ts';
import type { TopicRequest } from './topicMessage.ts';

/**
 * What an answer of APNs means. Reasons that Apple adds later are treated by their status.
 *
 * @param request whose topic the message names; left out: none
 * @param meanings those of the service that was requested
 */
export function outcomeOfAnswer(
	answer: Answer,
	request?: TopicRequest,
	meanings: Meanings = DEVICE_MEANINGS,
): Outcome {
	if (answer.status === 200) return acceptedOutcome(answer);
	const { status, reason, timestampMs, apnsId, apnsUniqueId } = answer;
	const { errorCode, action, message, retryAfterSeconds } = answer.isForeign
		? meaningInBetween(status, meanings)
		: meaningOf(status, reason, meanings);
	const text = typeof message === 'string' ? message : message(request);
	return outcomeOf({
		status,
		reason,
		apnsId,
		apnsUniqueId,
		outcome: 'rejected',
		errorCode,
		action,
		message: `${text} (${[status, reason].filter(Boolean).join(' ')})`,
		timestamp: isoOf(timestampMs),
		retryAfterSeconds:
			retryAfterSeconds === undefined ? null : (answer.retryAfterSeconds ?? retryAfterSeconds),
	});
}

/** Written out for speed: this is the outcome of nearly every token of a long list. */
function acceptedOutcome({ apnsId, apnsUniqueId }: Answer): Outcome {
	return {
		outcome: 'accepted',
		errorCode: 'SUCCESS',
		action: 'none',
		status: 200,
		reason: null,
		message: 'Notification accepted by APNs',
		apnsId,
		apnsUniqueId,
		timestamp: null,
		retryAfterSeconds: null,
		attempts: 1,
	};
}

/** Apple reports faults of the recipient and of the connection with a 400, too. */
const SAID_WITH_400: readonly ErrorCode[] = ['INVALID_TOKEN', 'NOT_FOUND', 'NETWORK_ERROR'];

/** For an answer that is not from APNs. It may ask to wait, too. */
function meaningInBetween(status: number, { byStatus, addressField }: Meanings): Meaning {
	const message = `This answer is not from APNs but from something between n8n and Apple, such as a proxy or a gateway. Check your network, and ${addressField} if you set one.`;
	if (status === 429 || status >= 500) {
		return { ...(byStatus[status] ?? fallback(status)), message };
	}
	return { errorCode: 'NETWORK_ERROR', action: 'retryLater', message };
}

function meaningOf(status: number, reason: string | null, meanings: Meanings): Meaning {
	const byStatus = meanings.byStatus[status] ?? fallback(status);
	if (reason === null || !Object.hasOwn(meanings.byReason, reason)) return byStatus;
	const byReason = meanings.byReason[reason]!;
	// A reason counts only with the status that it belongs to.
	if (byStatus.errorCode === byReason.errorCode) return byReason;
	return status === 400 && SAID_WITH_400.includes(byReason.errorCode) ? byReason : byStatus;
}

/** The largest time that a JavaScript Date can hold (ECMA-262 §21.4.1.1). */
const MAX_DATE_MS = 8.64e15;

function isoOf(ms: number | null): string | null {
	return ms === null || Math.abs(ms) > MAX_DATE_MS ? null : new Date(ms).toISOString();
}
