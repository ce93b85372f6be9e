import type { Action, ErrorCode } from './Outcome.ts';
import { topicMessage, type TopicMessage } from './topicMessage.ts';

/** "Handling notification responses from APNs": after a 500 or 503, wait 15 minutes. */
const SERVER_ERROR_RETRY_AFTER_SECONDS = 15 * 60;

/** Apple documents no waiting time for 429 TooManyRequests; our choice is a minute. */
export const TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS = 60;

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
/** The request must wait. */
export const tooMany = (retryAfterSeconds: number, message: string): Meaning => ({
	errorCode: 'TOO_MANY_REQUESTS',
	action: 'retryLater',
	retryAfterSeconds,
	message,
});

/** What the answers of a service mean. */
export interface Meanings {
	/** Reasons that say more than their status. */
	readonly byReason: Readonly<Record<string, Meaning>>;
	readonly byStatus: Readonly<Record<number, Meaning>>;
	/** The field of the credential with the address of the service, in quotes. */
	readonly addressField: AddressField;
}

type AddressField = "'Base URL'" | "'Channel Management URL'";

const WRONG_ENVIRONMENT_KEY = credentials(
	"This key is for the other APNs environment. Use a key for this environment, or change 'Environment' in the credential.",
);

/**
 * Reasons that mean the same in all services. Names are from "Handling notification responses from
 * APNs"; if Apple's server spells one differently, both spellings are listed.
 */
const COMMON_REASONS: Readonly<Record<string, Meaning>> = {
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
		message: 'APNs closed the idle connection and did not process the request.',
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
	TooManyProviderTokenUpdates: tooMany(
		TOKEN_UPDATES_RETRY_AFTER_SECONDS,
		'This team created new provider tokens too often (Apple allows one every 20 minutes). Wait, and use this key in one process only.',
	),
};

/**
 * The meanings of a service.
 *
 * @param own reasons that only this service has, or that mean something else there
 * @param ownStatuses the same for statuses
 */
export function meaningsOf(
	addressField: AddressField,
	own: Readonly<Record<string, Meaning>>,
	ownStatuses: Readonly<Record<number, Meaning>> = {},
): Meanings {
	return {
		addressField,
		byReason: { ...COMMON_REASONS, ...own },
		byStatus: {
			403: credentials('APNs refused the credential. Check all of its fields.'),
			404: notFound(
				`APNs does not know the address of the request. Check ${addressField} if you set one.`,
			),
			405: bad(`APNs refused the method of the request. Check ${addressField} if you set one.`),
			413: {
				errorCode: 'PAYLOAD_TOO_LARGE',
				action: 'fixNotification',
				message: 'The payload is larger than APNs allows. Shorten the text or the custom data.',
			},
			429: tooMany(
				TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS,
				'Too many requests. Wait, then send again.',
			),
			...ownStatuses,
		},
	};
}

/** What a status means that has no meaning of its own. */
export function fallback(status: number): Meaning {
	return status >= 500
		? {
				errorCode: 'SERVER_ERROR',
				action: 'retryLater',
				retryAfterSeconds: SERVER_ERROR_RETRY_AFTER_SECONDS,
				message:
					'APNs could not process the request. Apple asks you to wait 15 minutes before sending again.',
			}
		: bad('APNs refused the request.');
}
