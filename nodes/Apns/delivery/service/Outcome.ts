/** What a workflow branches on. */
export type ErrorCode =
	| 'SUCCESS'
	| 'BAD_REQUEST'
	| 'INVALID_TOKEN'
	| 'AUTH_FAILED'
	| 'NOT_FOUND'
	| 'UNREGISTERED'
	| 'PAYLOAD_TOO_LARGE'
	| 'TOO_MANY_REQUESTS'
	| 'SERVER_ERROR'
	| 'TIMEOUT'
	| 'NETWORK_ERROR'
	| 'CANCELLED';

/** What the workflow should do about it. */
export type Action =
	| 'none'
	| 'removeToken'
	| 'checkToken'
	| 'fixNotification'
	| 'fixCredentials'
	| 'retryLater'
	| 'review';

/**
 * What happened to a notification. `accepted`: APNs answered 200. `rejected`: APNs answered otherwise.
 * `notSent`: APNs certainly did not process it. `unknown`: it was written and not answered.
 */
export type Fate = 'accepted' | 'rejected' | 'notSent' | 'unknown';

/** What APNs answered about channels, if it was asked. */
export interface ChannelContent {
	/** The channel that was created, or all channels. */
	readonly channelIds?: readonly string[];
	/** `message-storage-policy`: 0 stores nothing, 1 the latest message. */
	readonly storagePolicy?: number;
	readonly pushType?: string;
	/** Whether the channel to delete existed. */
	readonly existed?: boolean;
}

/** The result of one device token, or of one other request. */
export interface Outcome {
	readonly outcome: Fate;
	readonly errorCode: ErrorCode;
	readonly action: Action;
	/** HTTP status; null if there was no answer. */
	readonly status: number | null;
	/** Apple's reason, verbatim. */
	readonly reason: string | null;
	/** One or two sentences for the user: what happened, what to do. */
	readonly message: string;
	/** As APNs returned it, else as sent, else null. */
	readonly apnsId: string | null;
	/** Sandbox only: the key to the delivery log in Apple's Push Notifications Console. */
	readonly apnsUniqueId: string | null;
	/** 410: when the token became invalid. ISO 8601. */
	readonly timestamp: string | null;
	/** How many seconds to wait at least before sending it again; null if that would not help. */
	readonly retryAfterSeconds: number | null;
	/** Number of requests started for this token. */
	readonly attempts: number;
	/** Set for successful channel requests. */
	readonly channels?: ChannelContent;
}

/** An outcome with null for everything that is not given. */
export function outcomeOf(
	essentials: Pick<Outcome, 'outcome' | 'errorCode' | 'action' | 'message'> & Partial<Outcome>,
): Outcome {
	return {
		status: null,
		reason: null,
		apnsId: null,
		apnsUniqueId: null,
		timestamp: null,
		retryAfterSeconds: null,
		attempts: 0,
		...essentials,
	};
}
