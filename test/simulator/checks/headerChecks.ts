import { reject, type Rejection } from '../Answer.ts';
import { headerOf, type ApnsRequest } from '../ApnsRequest.ts';
import { isPushType, pushTypes, type PushType } from '../pushTypes.ts';

const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** No header may be repeated. */
export function checkDuplicateHeaders({ headerNames }: ApnsRequest): Rejection | undefined {
	return new Set(headerNames).size < headerNames.length ? reject('DuplicateHeaders') : undefined;
}

/** POST, and nothing else. */
export function checkMethod(request: ApnsRequest): Rejection | undefined {
	return headerOf(request, ':method') === 'POST' ? undefined : reject('MethodNotAllowed');
}

/** `/3/device/` and a device token, of which only the presence is looked at here. */
export function checkPath(request: ApnsRequest): Rejection | undefined {
	const path = headerOf(request, ':path') ?? '';
	if (/^\/3\/device\/?$/.test(path)) return reject('MissingDeviceToken');
	return /^\/3\/device\/[^/]+$/.test(path) ? undefined : reject('BadPath');
}

/** `apns-id` is a UUID in its canonical form, if there is one. */
export function checkMessageId(request: ApnsRequest): Rejection | undefined {
	const id = headerOf(request, 'apns-id');
	return id === undefined || CANONICAL_UUID.test(id) ? undefined : reject('BadMessageId');
}

/** The same of `apns-request-id`: broadcasts and channels. One of Apple's samples has `apns-id`. */
export function checkRequestId(request: ApnsRequest): Rejection | undefined {
	const id = headerOf(request, 'apns-request-id');
	if (id !== undefined && !CANONICAL_UUID.test(id)) return reject('BadMessageId');
	return checkMessageId(request);
}

/** `apns-collapse-id` has at most 64 bytes (not characters). */
export function checkCollapseId(request: ApnsRequest): Rejection | undefined {
	const id = headerOf(request, 'apns-collapse-id') ?? '';
	// node:http2 hands header bytes over as Latin-1: one character is one byte as sent.
	return Buffer.byteLength(id, 'latin1') <= 64 ? undefined : reject('BadCollapseId');
}

/** `apns-expiration` is a UNIX time in whole seconds. */
export function checkExpiration(request: ApnsRequest): Rejection | undefined {
	const expiration = headerOf(request, 'apns-expiration');
	return expiration === undefined || /^\d{1,15}$/.test(expiration)
		? undefined
		: reject('BadExpirationDate');
}

/** `apns-priority` is 10, 5 or 1, if it is there. */
export function checkPriority(request: ApnsRequest): Rejection | undefined {
	const priority = headerOf(request, 'apns-priority');
	return priority === undefined || /^(10|5|1)$/.test(priority) ? undefined : reject('BadPriority');
}

/** `apns-push-type` is one of Apple's, if it is there. */
export function checkPushType(request: ApnsRequest): Rejection | undefined {
	const pushType = headerOf(request, 'apns-push-type');
	return pushType === undefined || isPushType(pushType) ? undefined : reject('InvalidPushType');
}

/**
 * The priority is one that the push type allows. Apple has one that is absent count as 10, and 10 for a
 * background push as "an error", whose reason it does not name; but users report that a background push
 * without a priority is accepted.
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
