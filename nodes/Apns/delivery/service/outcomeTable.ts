import type { Answer } from '../connection/Answer.ts';
import { outcomeOf, type Action, type ErrorCode, type Outcome } from './Outcome.ts';
import { topicMessage, type TopicMessage, type TopicRequest } from './topicMessage.ts';

/** "Handling notification responses from APNs": after a 500 or 503, wait 15 minutes. */
const SERVER_ERROR_RETRY_AFTER_SECONDS = 15 * 60;

/** Apple documents no waiting time for 429 TooManyRequests; our choice is a minute. */
const TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS = 60;

/** "Establishing a token-based connection to APNs": no new provider token within 20 minutes of the last. */
const TOKEN_UPDATES_RETRY_AFTER_SECONDS = 20 * 60;

/** What a reason means. */
export interface Meaning {
	readonly errorCode: ErrorCode;
	readonly action: Action;
	readonly message: string | TopicMessage;
	readonly retryAfterSeconds?: number;
}

/** The request must be changed. */
export const bad = (message: string | TopicMessage): Meaning => ({
	errorCode: 'BAD_REQUEST',
	action: 'fixNotification',
	message,
});
const token = (message: string | TopicMessage): Meaning => ({
	errorCode: 'INVALID_TOKEN',
	action: 'checkToken',
	message,
});
/** The resource does not exist. */
export const notFound = (message: string): Meaning => ({
	errorCode: 'NOT_FOUND',
	action: 'fixNotification',
	message,
});
/** The credential must be changed. */
export const credentials = (message: string | TopicMessage): Meaning => ({
	errorCode: 'AUTH_FAILED',
	action: 'fixCredentials',
	message,
});
const dead = (message: string): Meaning => ({
	errorCode: 'UNREGISTERED',
	action: 'removeToken',
	message,
});
/** The request must wait. */
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
	"This key is for the other APNs environment. Use a key for this environment, or change 'Environment' in the credential.",
);

/**
 * Apple's reasons that say more than their status. Names are from "Handling notification responses from
 * APNs"; if Apple's server spells one differently, both spellings are listed.
 */
const BY_REASON: Readonly<Record<string, Meaning>> = {
	BadDeviceToken: token(
		'APNs does not recognize this device token. It is damaged, or it belongs to the other environment: apps started from Xcode have sandbox tokens, apps from TestFlight and the App Store have production tokens.',
	),
	DeviceTokenNotForTopic: token(
		topicMessage(
			({ topic, field }) =>
				`This device token belongs to another app, not to ${topic}. Check ${field}, and which app the token came from.`,
		),
	),
	MissingDeviceToken: token('The request has no device token.'),
	BadCollapseId: bad('APNs refused the collapse ID: it is longer than 64 bytes.'),
	BadExpirationDate: bad('APNs refused the expiration: it is not a Unix time in seconds.'),
	BadMessageId: bad('APNs refused the APNs ID: it is not a UUID.'),
	BadPriority: bad('APNs refused the priority: this push type does not allow it.'),
	BadTopic: bad(
		topicMessage(({ topic, field }) => `APNs does not accept the topic ${topic}. Check ${field}.`),
	),
	MissingTopic: bad(
		"The notification has no topic. Set 'Bundle ID' in the node or in the credential.",
	),
	TopicDisallowed: bad(
		topicMessage(
			({ topic, field, sender }) =>
				`Apple does not let this ${sender} send to ${topic}. Check ${field}.`,
		),
	),
	InvalidPushType: bad('APNs does not support this push type.'),
	IdleTimeout: {
		errorCode: 'NETWORK_ERROR',
		action: 'retryLater',
		message: 'APNs closed the idle connection and did not process the notification.',
	},
	PayloadEmpty: bad('The notification has no payload.'),
	ExpiredProviderToken: credentials(
		'APNs considers the provider token expired although it was renewed. Check the clock of the machine that runs n8n.',
	),
	InvalidProviderToken: credentials(
		"APNs refused the credential. Are 'Key ID' and 'Team ID' swapped? Check that 'Key ID' belongs to this .p8 file, that 'Team ID' is right, and that the key has not been revoked.",
	),
	MissingProviderToken: credentials('APNs received no provider token. Check the credential.'),
	UnrelatedKeyIdInToken: credentials(
		'APNs refused the key: this connection was first used with another key that is not related to it. Use one key per credential.',
	),
	BadEnvironmentKeyIdInToken: WRONG_ENVIRONMENT_KEY,
	BadEnvironmentKeyInToken: WRONG_ENVIRONMENT_KEY,
	BadCertificate: credentials(
		'APNs refused the certificate: it was revoked, or it is not an Apple push certificate. Create a new one at developer.apple.com.',
	),
	BadCertificateEnvironment: credentials(
		"The certificate is for the other APNs environment. Use a certificate for this environment, or change 'Environment' in the credential.",
	),
	Forbidden: credentials('APNs does not allow this action with this credential.'),
	Unregistered: dead(
		'The app is no longer installed on this device, or the token was replaced. Delete the token.',
	),
	ExpiredToken: dead('This device token has expired. Delete the token.'),
	TooManyRequests: tooMany(
		TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS,
		'Too many notifications in a row to this device. Wait before you send to it again.',
	),
	TooManyProviderTokenUpdates: tooMany(
		TOKEN_UPDATES_RETRY_AFTER_SECONDS,
		'This team created new provider tokens too often (Apple allows one every 20 minutes). Wait, and use this key in one process only.',
	),
};

const BY_STATUS: Readonly<Record<number, Meaning>> = {
	403: credentials('APNs refused the credential. Check all of its fields.'),
	404: notFound(
		"APNs does not know the address of the request. Check 'Base URL' and the device token.",
	),
	405: bad("APNs refused the method of the request. Check 'Base URL'."),
	410: dead('This device token is no longer valid. Delete the token.'),
	413: {
		errorCode: 'PAYLOAD_TOO_LARGE',
		action: 'fixNotification',
		message: 'The payload is larger than APNs allows. Shorten the text or the custom data.',
	},
	429: tooMany(TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS, 'Too many requests. Wait, then send again.'),
};

/**
 * What an answer of APNs means. Reasons that Apple adds later are treated by their status.
 *
 * @param request whose topic the message names; left out: none
 * @param own reasons that are specific to a service, or mean something else there
 */
export function outcomeOfAnswer(
	answer: Answer,
	request?: TopicRequest,
	own: Readonly<Record<string, Meaning>> = BY_REASON,
): Outcome {
	if (answer.status === 200) return acceptedOutcome(answer);
	const { status, reason, timestampMs, apnsId, apnsUniqueId } = answer;
	const { errorCode, action, message, retryAfterSeconds } = answer.isForeign
		? meaningInBetween(status)
		: meaningOf(status, reason, own);
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
function meaningInBetween(status: number): Meaning {
	const message =
		"This answer is not from APNs but from something between n8n and Apple, such as a proxy or a gateway. Check your network, and 'Base URL' if you set one.";
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
	// A reason counts only with the status that it belongs to.
	if (byReason !== undefined && (byStatus ?? fallback(status)).errorCode === byReason.errorCode) {
		return byReason;
	}
	if (status === 400 && byReason && SAID_WITH_400.includes(byReason.errorCode)) return byReason;
	return byStatus ?? fallback(status);
}

function fallback(status: number): Meaning {
	return status >= 500
		? server(
				'APNs could not process the request. Apple asks you to wait 15 minutes before sending again.',
			)
		: bad('APNs refused the request.');
}

/** The largest time that a JavaScript Date can hold (ECMA-262 §21.4.1.1). */
const MAX_DATE_MS = 8.64e15;

function isoOf(ms: number | null): string | null {
	return ms === null || Math.abs(ms) > MAX_DATE_MS ? null : new Date(ms).toISOString();
}
