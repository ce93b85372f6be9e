import type { Answer } from '../connection/Answer.ts';
import { outcomeOf, type Action, type ErrorCode, type Outcome } from './Outcome.ts';

/** "Handling notification responses from APNs": after a 500 or 503, wait 15 minutes. */
const SERVER_ERROR_RETRY_AFTER_SECONDS = 15 * 60;

/** Apple names no time for 429 TooManyRequests; a minute lets a device's allowance recover. */
const TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS = 60;

/** "Establishing a token-based connection to APNs": no new provider token within 20 minutes of the last. */
const TOKEN_UPDATES_RETRY_AFTER_SECONDS = 20 * 60;

/** What a reason means. */
export interface Meaning {
	readonly errorCode: ErrorCode;
	readonly action: Action;
	readonly message: string;
	readonly retryAfterSeconds?: number;
}

/** The request has to be changed. */
export const bad = (message: string): Meaning => ({
	errorCode: 'BAD_REQUEST',
	action: 'fixNotification',
	message,
});
const token = (message: string): Meaning => ({
	errorCode: 'INVALID_TOKEN',
	action: 'checkToken',
	message,
});
/** What is named does not exist. */
export const notFound = (message: string): Meaning => ({
	errorCode: 'NOT_FOUND',
	action: 'fixNotification',
	message,
});
/** The credential has to be changed. */
export const credentials = (message: string): Meaning => ({
	errorCode: 'AUTH_FAILED',
	action: 'fixCredentials',
	message,
});
const dead = (message: string): Meaning => ({
	errorCode: 'UNREGISTERED',
	action: 'removeToken',
	message,
});
/** It has to wait. */
export const tooMany = (retryAfterSeconds: number, message: string): Meaning => ({
	errorCode: 'TOO_MANY_REQUESTS',
	action: 'retryLater',
	retryAfterSeconds,
	message,
});
const server = (message: string): Meaning => ({
	errorCode: 'SERVER_ERROR',
	action: 'retryLater',
	retryAfterSeconds: SERVER_ERROR_RETRY_AFTER_SECONDS,
	message,
});

const WRONG_ENVIRONMENT_KEY = credentials(
	'This key is for the other APNs environment. Use a key made for this one, or change the environment in the credential.',
);

/**
 * Apple's reasons that mean more than their status. Names: "Handling notification responses from APNs";
 * where Apple's server spells one differently from Apple's page, both stand here.
 */
const BY_REASON: Readonly<Record<string, Meaning>> = {
	BadDeviceToken: token(
		'APNs does not know this device token. It is damaged, or it belongs to the other environment: an app started from Xcode has a sandbox token, TestFlight and App Store have production tokens.',
	),
	DeviceTokenNotForTopic: token(
		'This device token belongs to another app than the topic names. Check the bundle ID, and which app this token came from.',
	),
	MissingDeviceToken: token('The request had no device token.'),
	BadCollapseId: bad('APNs refused the collapse ID: it is longer than 64 bytes.'),
	BadExpirationDate: bad('APNs refused the expiration: it is not a Unix time in seconds.'),
	BadMessageId: bad('APNs refused the APNs ID: it is not a UUID.'),
	BadPriority: bad('APNs refused the priority: this push type does not allow it.'),
	BadTopic: bad('APNs refused the topic. Check the bundle ID.'),
	MissingTopic: bad('The notification had no topic. Set the bundle ID in the credential.'),
	TopicDisallowed: bad(
		'This credential may not send to this topic. Check the bundle ID, and that the app belongs to the team of the key, or is the one that the certificate was made for.',
	),
	InvalidPushType: bad('APNs does not know this push type.'),
	IdleTimeout: {
		errorCode: 'NETWORK_ERROR',
		action: 'retryLater',
		message: 'APNs closed the connection, which had been idle, and did not take the notification.',
	},
	PayloadEmpty: bad('The notification had no payload.'),
	ExpiredProviderToken: credentials(
		'APNs calls the provider token expired although it was renewed. Check the clock of the machine that runs n8n.',
	),
	InvalidProviderToken: credentials(
		'APNs refused the credential. Check that the key ID belongs to this .p8 file, that the team ID is right, and that the key was not revoked.',
	),
	MissingProviderToken: credentials('APNs got no provider token. Check the credential.'),
	UnrelatedKeyIdInToken: credentials(
		'This key is not related to the one the connection began with. Use one key for one credential.',
	),
	BadEnvironmentKeyIdInToken: WRONG_ENVIRONMENT_KEY,
	BadEnvironmentKeyInToken: WRONG_ENVIRONMENT_KEY,
	BadCertificate: credentials(
		'APNs refused the certificate: it was revoked, or it is none that Apple made for push notifications. Make a new one at developer.apple.com.',
	),
	BadCertificateEnvironment: credentials(
		'The certificate is for the other APNs environment. Use one made for this environment, or change the environment in the credential.',
	),
	Forbidden: credentials('APNs does not allow this action with this credential.'),
	Unregistered: dead(
		'The app is no longer installed on this device, or the token was replaced. Delete the token.',
	),
	ExpiredToken: dead('This device token has expired. Delete the token.'),
	TooManyRequests: tooMany(
		TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS,
		'Too many notifications in a row to this device. Wait, then send to it again.',
	),
	TooManyProviderTokenUpdates: tooMany(
		TOKEN_UPDATES_RETRY_AFTER_SECONDS,
		'This team made new provider tokens too often (Apple allows one every 20 minutes). Wait, and let one process use this key.',
	),
};

const BY_STATUS: Readonly<Record<number, Meaning>> = {
	403: credentials('APNs refused the credential. Check all that is in it.'),
	404: notFound('APNs does not know the address of the request. Check the base URL and the token.'),
	405: bad('APNs refused the method of the request. Check the base URL.'),
	410: dead('This device token is no longer valid. Delete the token.'),
	413: {
		errorCode: 'PAYLOAD_TOO_LARGE',
		action: 'fixNotification',
		message: 'The payload is larger than APNs allows. Shorten the text or the custom data.',
	},
	429: tooMany(TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS, 'Too many requests. Wait, then send again.'),
};

/**
 * What an answer of APNs means. Reasons that Apple adds later fall back to their status.
 *
 * @param own reasons that mean something else here, or are not known elsewhere
 */
export function outcomeOfAnswer(
	answer: Answer,
	own: Readonly<Record<string, Meaning>> = BY_REASON,
): Outcome {
	if (answer.status === 200) return acceptedOutcome(answer);
	const { status, reason, timestampMs, apnsId, apnsUniqueId } = answer;
	const { errorCode, action, message, retryAfterSeconds } = answer.isForeign
		? meaningInBetween(status)
		: meaningOf(status, reason, own);
	return outcomeOf({
		status,
		reason,
		apnsId,
		apnsUniqueId,
		outcome: 'rejected',
		errorCode,
		action,
		message: `${message} (${[status, reason].filter(Boolean).join(' ')})`,
		timestamp: isoOf(timestampMs),
		retryAfterSeconds:
			retryAfterSeconds === undefined ? null : (answer.retryAfterSeconds ?? retryAfterSeconds),
	});
}

/** Written out, not put together: this is the outcome of nearly every token of a long list. */
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

/** What is wrong with the recipient or with the connection, Apple says with a 400. */
const SAID_WITH_400: readonly ErrorCode[] = ['INVALID_TOKEN', 'NOT_FOUND', 'NETWORK_ERROR'];

/** What says that it is not APNs. It may have to be waited for all the same. */
function meaningInBetween(status: number): Meaning {
	const message =
		'This answer is not from APNs but from something between n8n and Apple, such as a proxy or a gateway. Check what lies in between, and the base URL if you set one.';
	if (status === 429 || status >= 500) {
		return { ...(BY_STATUS[status] ?? fallback(status)), message };
	}
	return { errorCode: 'NETWORK_ERROR', action: 'retryLater', message };
}

function meaningOf(
	status: number,
	reason: string | null,
	own: Readonly<Record<string, Meaning>>,
): Meaning {
	const table = [own, BY_REASON].find((one) => reason !== null && Object.hasOwn(one, reason));
	const byReason = reason === null ? undefined : table?.[reason];
	const byStatus = BY_STATUS[status];
	// A reason is believed only under the status that it belongs to.
	if (byReason !== undefined && (byStatus ?? fallback(status)).errorCode === byReason.errorCode) {
		return byReason;
	}
	if (status === 400 && byReason && SAID_WITH_400.includes(byReason.errorCode)) return byReason;
	return byStatus ?? fallback(status);
}

function fallback(status: number): Meaning {
	return status >= 500
		? server(
				'APNs could not process the request. Apple asks to wait 15 minutes before sending again.',
			)
		: bad('APNs refused the request.');
}

/** The largest time a JavaScript Date holds (ECMA-262 §21.4.1.1). */
const MAX_DATE_MS = 8.64e15;

function isoOf(ms: number | null): string | null {
	return ms === null || Math.abs(ms) > MAX_DATE_MS ? null : new Date(ms).toISOString();
}
