import type { Answer } from '../connection/Answer.ts';
import type { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { GoAway } from '../connection/GoAway.ts';
import { outcomeOf, type Outcome } from './Outcome.ts';
import { outcomeOfAnswer } from './outcomeTable.ts';

/** Reasons that every further request with the same credential would hear as well. */
const CREDENTIAL_REASONS = new Set([
	'InvalidProviderToken',
	'MissingProviderToken',
	'UnrelatedKeyIdInToken',
	'BadEnvironmentKeyIdInToken',
	'BadEnvironmentKeyInToken',
	'BadCertificate',
	'BadCertificateEnvironment',
]);

/** Reasons that every further request with the same topic or bundle ID would hear as well. */
const TOPIC_REASONS = new Set([
	'TopicDisallowed',
	'TopicMismatch',
	'FeatureNotEnabled',
	'BroadcastFeatureNotEnabled',
]);

/** Whom an answer concerns: this token, all tokens of the same topic, or the whole run. */
export function scopeOf({ status, reason }: Answer): 'token' | 'topic' | 'run' {
	if (reason === null) return 'token';
	if (TOPIC_REASONS.has(reason)) return 'topic';
	return status === 403 && CREDENTIAL_REASONS.has(reason) ? 'run' : 'token';
}

/**
 * What a GOAWAY says of the credential, as the answer that a request would have got; undefined where it
 * says nothing of it.
 */
export function refusalIn(goAway: GoAway | undefined): Answer | undefined {
	const reason = goAway?.reason ?? null;
	if (reason === null || !CREDENTIAL_REASONS.has(reason)) return undefined;
	return {
		status: 403,
		reason,
		isForeign: false,
		timestampMs: null,
		apnsId: null,
		apnsUniqueId: null,
		retryAfterSeconds: null,
	};
}

/** The fault that a GOAWAY tells of where no new connection would fare better; undefined for the others. */
export function faultOfGoAway(goAway: GoAway | undefined): Outcome | undefined {
	const refusal = refusalIn(goAway);
	if (refusal === undefined) return undefined;
	// It came without an HTTP status, before any request was processed.
	return { ...notSent(outcomeOfAnswer(refusal)), status: null };
}

/**
 * The outcome of a token for which no connection could be had, or whose connection was lost.
 *
 * @param doubt what the request may have done; empty for nothing that matters
 */
export function outcomeOfFailure(
	failure: ConnectionFailure,
	outcome: 'notSent' | 'unknown',
	mayRepeat: boolean,
	doubt: string,
): Outcome {
	if (failure.kind === 'refusedCertificate' && outcome === 'notSent') {
		return outcomeOf({
			outcome,
			errorCode: 'AUTH_FAILED',
			action: 'fixCredentials',
			message: `Not sent. ${failure.message}`,
		});
	}
	if (failure.kind === 'notStarted') {
		return outcomeOf({
			outcome: 'notSent',
			errorCode: 'BAD_REQUEST',
			action: 'fixNotification',
			message: `Not sent. ${failure.message}`,
		});
	}
	return outcomeOf({
		outcome,
		errorCode: failure.kind === 'timeout' ? 'TIMEOUT' : 'NETWORK_ERROR',
		action: outcome === 'notSent' || mayRepeat ? 'retryLater' : 'review',
		message:
			outcome === 'notSent'
				? `Not sent. ${failure.message}`
				: [failure.message, doubt].filter(Boolean).join(' '),
	});
}

/** The outcome of the tokens that are spared a fault another one met. */
export function notSent(fault: Outcome): Outcome {
	return {
		...fault,
		outcome: 'notSent',
		message: fault.outcome === 'notSent' ? fault.message : `Not sent. ${fault.message}`,
		apnsId: null,
		apnsUniqueId: null,
		attempts: 0,
	};
}

/** The outcome of the tokens whose turn did not come before the run was stopped. */
export const CANCELLED: Outcome = outcomeOf({
	outcome: 'notSent',
	errorCode: 'CANCELLED',
	action: 'retryLater',
	message: 'Not sent: the execution was stopped before its turn came.',
});
