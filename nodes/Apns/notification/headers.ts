import type { Notification } from './Notification.ts';
import { sentPushType } from './pushType.ts';

/**
 * The `apns-*` request headers that are the same for all devices of a notification, as alternating names
 * and values. Values are byte strings (Latin-1), as HTTP/2 sends them: a collapse ID is sent as UTF-8.
 * Source: "Sending notification requests to APNs".
 */
export function apnsHeaders(notification: Notification): string[] {
	return ['apns-topic', notification.topic, ...headersBesideTopic(notification)];
}

/**
 * The same for a broadcast: the app is in the path, and Apple documents no `apns-topic`. Source: "Sending
 * broadcast push notification requests to APNs".
 */
export function headersBesideTopic(notification: Notification): string[] {
	const { pushType, priority, expirationSeconds, collapseId } = notification;
	const headers = ['apns-push-type', sentPushType(pushType), 'apns-priority', `${priority}`];
	if (expirationSeconds !== undefined) headers.push('apns-expiration', `${expirationSeconds}`);
	if (collapseId !== undefined) headers.push('apns-collapse-id', utf8AsLatin1(collapseId));
	return headers;
}

/** Whether two notifications have the same {@link apnsHeaders}. */
export function hasSameHeaders(one: Notification, other: Notification): boolean {
	return (
		one === other ||
		(one.topic === other.topic &&
			one.pushType === other.pushType &&
			one.priority === other.priority &&
			one.expirationSeconds === other.expirationSeconds &&
			one.collapseId === other.collapseId)
	);
}

const encoder = new TextEncoder();

function utf8AsLatin1(text: string): string {
	return String.fromCharCode(...encoder.encode(text));
}
