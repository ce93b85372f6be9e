import { reject, type Rejection } from '../Answer.ts';
import { headerOf, jsonObjectIn, type ApnsRequest } from '../ApnsRequest.ts';
import { pushTypes, type PushType } from '../pushTypes.ts';

/** Checks that there is a payload, that it is within the limit of its push type, and that it is JSON. */
export function checkPayload(request: ApnsRequest, pushType: PushType): Rejection | undefined {
	if (request.bodyBytes === 0) return reject('PayloadEmpty');
	if (request.bodyBytes > pushTypes[pushType].payloadLimitBytes) return reject('PayloadTooLarge');
	// Apple forbids a compressed body without documenting the answer; a payload that is not a JSON object is
	// treated as missing.
	return isReadable(request) ? undefined : reject('PayloadEmpty');
}

/** Whether the body is a JSON object, and not compressed. */
export function isReadable(request: ApnsRequest): boolean {
	const encoding = headerOf(request, 'content-encoding') ?? 'identity';
	return encoding === 'identity' && jsonObjectIn(request) !== undefined;
}
