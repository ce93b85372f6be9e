// https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
const statusOf = {
	BadCollapseId: 400,
	BadDeviceToken: 400,
	BadExpirationDate: 400,
	BadMessageId: 400,
	BadPriority: 400,
	BadTopic: 400,
	DeviceTokenNotForTopic: 400,
	DuplicateHeaders: 400,
	InvalidPushType: 400,
	MissingDeviceToken: 400,
	MissingTopic: 400,
	PayloadEmpty: 400,
	TopicDisallowed: 400,
	// Apple's page has it as BadEnvironmentKeyIdInToken; this is what the servers send.
	BadEnvironmentKeyInToken: 403,
	ExpiredProviderToken: 403,
	InvalidProviderToken: 403,
	MissingProviderToken: 403,
	BadPath: 404,
	MethodNotAllowed: 405,
	ExpiredToken: 410,
	Unregistered: 410,
	PayloadTooLarge: 413,
	TooManyProviderTokenUpdates: 429,
	TooManyRequests: 429,
} as const;

/** A reason for which the simulator itself refuses a request. */
export type Reason = keyof typeof statusOf;

/** A refusal. */
export interface Rejection {
	readonly status: number;
	/** Absent where a fault answers without one. */
	readonly reason?: string;
	/** With 410: since when the device token is dead, in milliseconds. */
	readonly timestampMs?: number;
}

/** What APNs has to say to a request. */
export type Answer = { readonly status: 200 } | Rejection;

export const ACCEPTED: Answer = { status: 200 };

/** The refusal for one of Apple's reasons. */
export function reject(reason: Reason, timestampMs?: number): Rejection {
	const rejection = { status: statusOf[reason], reason };
	return timestampMs === undefined ? rejection : { ...rejection, timestampMs };
}

/** For logs and counters: `200`, `403 InvalidProviderToken`. */
export function labelOf(answer: Answer): string {
	return 'reason' in answer && answer.reason
		? `${answer.status} ${answer.reason}`
		: `${answer.status}`;
}
