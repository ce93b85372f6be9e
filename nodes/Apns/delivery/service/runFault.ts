import type { Answer } from '../connection/Answer.ts';
import type { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { GoAway } from '../connection/GoAway.ts';
import { outcomeOf, type Outcome } from './Outcome.ts';
import { outcomeOfAnswer } from './outcomeTable.ts';

/** Reasons that every further request with the same credential would get, too. */
const CREDENTIAL_REASONS = new Set([
	'InvalidProviderToken',
	'MissingProviderToken',
	'UnrelatedKeyIdInToken',
	'BadEnvironmentKeyIdInToken',
	'BadEnvironmentKeyInToken',
	'BadCertificate',
	'BadCertificateEnvironment',
]);

/** Reasons that every further request with the same topic or bundle ID would get, too. */
const TOPIC_REASONS = new Set([
	'TopicDisallowed',
	'TopicMismatch',
	'FeatureNotEnabled',
	'BroadcastFeatureNotEnabled',
]);

/** What an answer applies to: this token, all tokens of its topic, or the whole run. */
export function scopeOf({ status, reason }: Answer): 'token' | 'topic' | 'run' {
	if (reason === null) return 'token';
	if (TOPIC_REASONS.has(reason)) return 'topic';
	return status === 403 && CREDENTIAL_REASONS.has(reason) ? 'run' : 'token';
}

/**
 * What a GOAWAY says about the credential, as the answer that a request would have got; undefined if it
 * says nothing about it.
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

/** The fault that a GOAWAY reports, if a new connection would meet it, too; else undefined. */
export function faultOfGoAway(goAway: GoAway | undefined): Outcome | undefined {
	const refusal = refusalIn(goAway);
	if (refusal === undefined) return undefined;
	// A GOAWAY has no HTTP status, and comes before any request was processed.
	return { ...notSent(outcomeOfAnswer(refusal)), status: null };
}

/**
 * The outcome of a token that got no connection, or whose connection was lost.
 *
 * @param doubt what the request may have done; empty for nothing relevant
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

/** The outcome of tokens that are not sent because another token met this fault. */
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

/** The outcome of tokens that were not sent when the run was stopped. */
export const CANCELLED: Outcome = outcomeOf({
	outcome: 'notSent',
	errorCode: 'CANCELLED',
	action: 'retryLater',
	message: 'Not sent: the execution was stopped first.',
});
