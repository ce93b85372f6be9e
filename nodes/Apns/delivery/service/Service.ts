import { apnsHeaders, hasSameHeaders, headersBesideTopic } from '../../notification/headers.ts';
import type { Notification } from '../../notification/Notification.ts';
import type { Answer } from '../connection/Answer.ts';
import { BROADCAST_MEANINGS } from './channelMeanings.ts';
import type { Outcome } from './Outcome.ts';
import { outcomeOfAnswer } from './outcomeTable.ts';
import { mayRepeat, type OnUnknownDelivery } from './policy.ts';

/** What a request holds, but for whom it is for. */
export interface Message {
	/** The bundle ID, with a push type's suffix where one belongs to it. What refuses it refuses all with the same. */
	readonly topic: string;
	/** Lower-case UUID; undefined: each request gets one of its own. */
	readonly apnsId: string | undefined;
	/** Undefined: there is no body. */
	readonly payload: string | undefined;
}

/** One of the things that APNs does for providers: how it is asked for, and what the answers mean. */
export interface Service<M extends Message = Message> {
	readonly method: 'POST' | 'GET' | 'DELETE';
	/** Where it is asked for; a recipient that is in the path follows. */
	pathOf(topic: string): string;
	/** Where the recipient is named; a channel's is in `apns-channel-id`. */
	readonly recipientIn: 'path' | 'header' | 'nowhere';
	/** The header that names the request, and that comes back. */
	readonly idHeader: 'apns-id' | 'apns-request-id';
	/** Whether a good answer says more than that it is one ({@link Answer.content}). */
	readonly readsContent: boolean;
	/** What a request may have done that got no answer. Empty: nothing that a repeat would do twice. */
	readonly doubt: string;
	/** Further headers, as names and values in turn. */
	headersOf(message: M): string[];
	/** Whether two messages have the same ones, and the same path. */
	hasSameHeaders(one: M, other: M): boolean;
	/** Whether it may be asked for again although the first request may have done it. */
	mayRepeat(message: M, onUnknownDelivery: OnUnknownDelivery): boolean;
	outcomeOf(answer: Answer): Outcome;
}

/** Notifications to one device each ("Sending notification requests to APNs"). */
export const DEVICE_PUSH: Service<Notification> = {
	method: 'POST',
	pathOf: () => '/3/device/',
	recipientIn: 'path',
	idHeader: 'apns-id',
	readsContent: false,
	doubt: 'The notification may have arrived: APNs does not say.',
	headersOf: apnsHeaders,
	hasSameHeaders,
	mayRepeat,
	outcomeOf: (answer) => outcomeOfAnswer(answer),
};

/** Notifications to all who listen on a channel ("Sending broadcast push notification requests to APNs"). */
export const BROADCAST: Service<Notification> = {
	...DEVICE_PUSH,
	pathOf: (bundleId) => `/4/broadcasts/apps/${bundleId}`,
	recipientIn: 'header',
	idHeader: 'apns-request-id',
	doubt: 'The broadcast may have arrived: APNs does not say.',
	headersOf: headersBesideTopic,
	outcomeOf: (answer) => outcomeOfAnswer(answer, BROADCAST_MEANINGS),
};
