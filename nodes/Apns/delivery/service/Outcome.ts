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

/** What there is to do about it. */
export type Action =
	| 'none'
	| 'removeToken'
	| 'checkToken'
	| 'fixNotification'
	| 'fixCredentials'
	| 'retryLater'
	| 'review';

/**
 * What became of a notification: `accepted` only where APNs said 200, `rejected` where it answered
 * otherwise, `notSent` only where it is certain that APNs did not process it, `unknown` where it was
 * written and no answer came.
 */
export type Fate = 'accepted' | 'rejected' | 'notSent' | 'unknown';

/** What APNs tells about channels, as far as it was asked. */
export interface ChannelContent {
	/** The one that was made, or all that there are. */
	readonly channelIds?: readonly string[];
	/** `message-storage-policy`: 0 nothing, 1 the latest message. */
	readonly storagePolicy?: number;
	readonly pushType?: string;
	/** Whether there was one to be deleted. */
	readonly existed?: boolean;
}

/** The one result of one device token, or of another request. */
export interface Outcome {
	readonly outcome: Fate;
	readonly errorCode: ErrorCode;
	readonly action: Action;
	/** HTTP status; null where no answer came. */
	readonly status: number | null;
	/** Apple's reason, verbatim. */
	readonly reason: string | null;
	/** A sentence or two for a person: what happened, what to do. */
	readonly message: string;
	/** As APNs returned it, else as it was sent, else null. */
	readonly apnsId: string | null;
	/** Sandbox only: the key to the delivery log in Apple's Push Notifications Console. */
	readonly apnsUniqueId: string | null;
	/** 410: since when the token is dead. ISO 8601. */
	readonly timestamp: string | null;
	/** Where sending it again later makes sense: how many seconds later at least. */
	readonly retryAfterSeconds: number | null;
	/** Requests that were started for this token. */
	readonly attempts: number;
	/** Of requests for channels that were granted. */
	readonly channels?: ChannelContent;
}

/** An outcome with nothing but its essentials. */
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
