import type { Notification } from './Notification.ts';

/**
 * The `apns-*` request headers that are the same for every device a notification goes to. Values are
 * strings of bytes (Latin-1), as HTTP/2 carries them: a collapse ID is UTF-8 on the wire.
 * Source: "Sending notification requests to APNs".
 */
export function apnsHeaders(notification: Notification): Record<string, string> {
	const headers: Record<string, string> = {
		'apns-topic': notification.topic,
		'apns-push-type': notification.pushType,
		'apns-priority': String(notification.priority),
	};
	if (notification.expirationSeconds !== undefined) {
		headers['apns-expiration'] = String(notification.expirationSeconds);
	}
	if (notification.collapseId !== undefined) {
		headers['apns-collapse-id'] = utf8AsLatin1(notification.collapseId);
	}
	return headers;
}

const encoder = new TextEncoder();

function utf8AsLatin1(text: string): string {
	return String.fromCharCode(...encoder.encode(text));
}
