import { apnsHeaders, hasSameHeaders, headersBesideTopic } from '../../notification/headers.ts';
import type { Notification } from '../../notification/Notification.ts';
import type { Answer } from '../connection/Answer.ts';
import { BROADCAST_MEANINGS } from './channelMeanings.ts';
import type { Outcome } from './Outcome.ts';
import { outcomeOfAnswer } from './outcomeTable.ts';
import { mayRepeat, type OnUnknownDelivery } from './policy.ts';
import type { TopicRequest } from './topicMessage.ts';

/** A request without its recipient. */
export interface Message {
	/**
	 * The bundle ID, with the push type's suffix if it has one. If APNs refuses a topic, it refuses every
	 * message with that topic.
	 */
	readonly topic: string;
	/** Lower-case UUID; undefined: each request gets a new one. */
	readonly apnsId: string | undefined;
	/** Undefined: no body. */
	readonly payload: string | undefined;
}

/** One of the services of APNs: how to request it, and what its answers mean. */
export interface Service<M extends Message = Message> {
	readonly method: 'POST' | 'GET' | 'DELETE';
	/** The request path; a recipient in the path is appended. */
	pathOf(topic: string): string;
	/** Where the recipient is given; a channel is given in `apns-channel-id`. */
	readonly recipientIn: 'path' | 'header' | 'nowhere';
	/** The header with the request's ID, which the answer repeats. */
	readonly idHeader: 'apns-id' | 'apns-request-id';
	/** Whether a successful answer has content to read ({@link Answer.content}). */
	readonly readsContent: boolean;
	/** What an unanswered request may have done. Empty if a repeat does no harm. */
	readonly doubt: string;
	/** Further headers, as alternating names and values. */
	headersOf(message: M): string[];
	/** Whether two messages have the same headers and the same path. */
	hasSameHeaders(one: M, other: M): boolean;
	/** Whether to repeat a request although the first may have been processed. */
	mayRepeat(message: M, onUnknownDelivery: OnUnknownDelivery): boolean;
	/** @param request whose topic the message names; left out: none */
	outcomeOf(answer: Answer, request?: TopicRequest): Outcome;
}

/** Notifications to single devices ("Sending notification requests to APNs"). */
export const DEVICE_PUSH: Service<Notification> = {
	method: 'POST',
	pathOf: () => '/3/device/',
	recipientIn: 'path',
	idHeader: 'apns-id',
	readsContent: false,
	doubt: 'APNs did not answer, so the notification may have arrived.',
	headersOf: apnsHeaders,
	hasSameHeaders,
	mayRepeat,
	outcomeOf: (answer, request) => outcomeOfAnswer(answer, request),
};

/**
 * Notifications to all devices subscribed to a channel ("Sending broadcast push notification requests to
 * APNs").
 */
export const BROADCAST: Service<Notification> = {
	...DEVICE_PUSH,
	pathOf: (bundleId) => `/4/broadcasts/apps/${bundleId}`,
	recipientIn: 'header',
	idHeader: 'apns-request-id',
	doubt: 'APNs did not answer, so the broadcast may have been sent.',
	headersOf: headersBesideTopic,
	outcomeOf: (answer, request) => outcomeOfAnswer(answer, request, BROADCAST_MEANINGS),
};
