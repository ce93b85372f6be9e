import { reject, type Rejection } from '../Answer.ts';
import { headerOf, type ApnsRequest } from '../ApnsRequest.ts';
import { isPushType, pushTypes, type PushType } from '../pushTypes.ts';

const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** No header may be repeated. */
export function checkDuplicateHeaders({ headerNames }: ApnsRequest): Rejection | undefined {
	return new Set(headerNames).size < headerNames.length ? reject('DuplicateHeaders') : undefined;
}

/** Only POST is allowed. */
export function checkMethod(request: ApnsRequest): Rejection | undefined {
	return headerOf(request, ':method') === 'POST' ? undefined : reject('MethodNotAllowed');
}

/** The path must be `/3/device/` and a device token, which is not checked here. */
export function checkPath(request: ApnsRequest): Rejection | undefined {
	const path = headerOf(request, ':path') ?? '';
	if (/^\/3\/device\/?$/.test(path)) return reject('MissingDeviceToken');
	return /^\/3\/device\/[^/]+$/.test(path) ? undefined : reject('BadPath');
}

/** `apns-id` must be a UUID in its canonical form, if present. */
export function checkMessageId(request: ApnsRequest): Rejection | undefined {
	const id = headerOf(request, 'apns-id');
	return id === undefined || CANONICAL_UUID.test(id) ? undefined : reject('BadMessageId');
}

/** The same for `apns-request-id` of broadcasts and channels. One of Apple's samples has `apns-id`. */
export function checkRequestId(request: ApnsRequest): Rejection | undefined {
	const id = headerOf(request, 'apns-request-id');
	if (id !== undefined && !CANONICAL_UUID.test(id)) return reject('BadMessageId');
	return checkMessageId(request);
}

/** `apns-collapse-id` may have at most 64 bytes (not characters). */
export function checkCollapseId(request: ApnsRequest): Rejection | undefined {
	const id = headerOf(request, 'apns-collapse-id') ?? '';
	// node:http2 returns header bytes as Latin-1: one character is one byte.
	return Buffer.byteLength(id, 'latin1') <= 64 ? undefined : reject('BadCollapseId');
}

/** `apns-expiration` must be a UNIX time in whole seconds. */
export function checkExpiration(request: ApnsRequest): Rejection | undefined {
	const expiration = headerOf(request, 'apns-expiration');
	return expiration === undefined || /^\d{1,15}$/.test(expiration)
		? undefined
		: reject('BadExpirationDate');
}

/** `apns-priority` must be 10, 5 or 1, if present. */
export function checkPriority(request: ApnsRequest): Rejection | undefined {
	const priority = headerOf(request, 'apns-priority');
	return priority === undefined || /^(10|5|1)$/.test(priority) ? undefined : reject('BadPriority');
}

/** `apns-push-type` must be one of Apple's, if present. */
export function checkPushType(request: ApnsRequest): Rejection | undefined {
	const pushType = headerOf(request, 'apns-push-type');
	return pushType === undefined || isPushType(pushType) ? undefined : reject('InvalidPushType');
}

/**
 * The push type must allow the priority. Apple counts a missing priority as 10, and calls 10 for a
 * background push "an error", without naming the reason; but users report that a background push without a
 * priority is accepted.
 */
export function checkPriorityOfType(
	request: ApnsRequest,
	pushType: PushType,
): Rejection | undefined {
	const priority = headerOf(request, 'apns-priority');
	if (priority === undefined) return undefined;
	const { priorities } = pushTypes[pushType];
	return priorities.includes(Number(priority)) ? undefined : reject('BadPriority');
}
