// https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
// and, for broadcasts and channels, .../handling-error-responses-from-apns
const statusOf = {
	BadChannelId: 400,
	BadCollapseId: 400,
	BadDeviceToken: 400,
	BadExpirationDate: 400,
	BadMessageId: 400,
	BadPriority: 400,
	BadRequestParams: 400,
	BadRequestPayload: 400,
	BadTopic: 400,
	// FeatureNotEnabled on Apple's page: see `documentedSpelling`.
	BroadcastFeatureNotEnabled: 400,
	CannotCreateChannelConfig: 400,
	ChannelNotRegistered: 400,
	DeviceTokenNotForTopic: 400,
	DuplicateHeaders: 400,
	InvalidPushType: 400,
	MissingChannelId: 400,
	// Not documented by Apple; seen by alexandercerutti/hapns.
	MissingChannelQueueSize: 400,
	MissingDeviceToken: 400,
	MissingPushType: 400,
	MissingTopic: 400,
	PayloadEmpty: 400,
	TopicDisallowed: 400,
	BadCertificate: 403,
	BadCertificateEnvironment: 403,
	// BadEnvironmentKeyIdInToken on Apple's page: see `documentedSpelling`.
	BadEnvironmentKeyInToken: 403,
	ExpiredProviderToken: 403,
	InvalidProviderToken: 403,
	MissingProviderToken: 403,
	TopicMismatch: 403,
	BadPath: 404,
	MethodNotAllowed: 405,
	ExpiredToken: 410,
	Unregistered: 410,
	PayloadTooLarge: 413,
	TooManyProviderTokenUpdates: 429,
	TooManyRequests: 429,
} as const;

// Apple's servers and Apple's pages do not always agree. Seen on the wire: BadEnvironmentKeyInToken
// (swift-server-community/APNSwift #229) and BroadcastFeatureNotEnabled (several servers in public
// repositories, 2026).
const documentedSpelling: Readonly<Record<string, string>> = {
	BadEnvironmentKeyInToken: 'BadEnvironmentKeyIdInToken',
	BroadcastFeatureNotEnabled: 'FeatureNotEnabled',
};

/** A reason with which the simulator itself refuses requests. */
export type Reason = keyof typeof statusOf;

/** A refusal. */
export interface Rejection {
	readonly status: number;
	/** Absent if a fault answers without one. */
	readonly reason?: string;
	/** With 410: when the device token became invalid, in milliseconds. */
	readonly timestampMs?: number;
}

/** A success; 201, 204, headers and a body are for channels only. */
export interface Acceptance {
	readonly status: 200 | 201 | 204;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: object;
}

/** The answer to a request. */
export type Answer = Acceptance | Rejection;

/** 200 without headers or body. */
export const ACCEPTED: Acceptance = { status: 200 };

/** Whether the request succeeded. */
export function isAccepted(answer: Answer): answer is Acceptance {
	return answer.status < 300;
}

/** The refusal for one of Apple's reasons. */
export function reject(reason: Reason, timestampMs?: number): Rejection {
	const rejection = { status: statusOf[reason], reason };
	return timestampMs === undefined ? rejection : { ...rejection, timestampMs };
}

/** The same answer, with its reason as Apple's pages spell it. */
export function asDocumented(answer: Answer): Answer {
	const reason = 'reason' in answer && answer.reason && documentedSpelling[answer.reason];
	return reason ? { ...answer, reason } : answer;
}

/** The body of an answer: JSON, or nothing. */
export function bodyOf(answer: Answer): string {
	if ('body' in answer && answer.body) return JSON.stringify(answer.body);
	if (!('reason' in answer)) return '';
	return JSON.stringify({ reason: answer.reason, timestamp: answer.timestampMs });
}

/** For logs and counters: `200`, `403 InvalidProviderToken`. */
export function labelOf(answer: Answer): string {
	return 'reason' in answer && answer.reason
		? `${answer.status} ${answer.reason}`
		: `${answer.status}`;
}
