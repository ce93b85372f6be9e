import { reject, type Rejection } from '../Answer.ts';
import { headerOf, jsonObjectIn, type ApnsRequest } from '../ApnsRequest.ts';
import { pushTypes, type PushType } from '../pushTypes.ts';

/** There is a payload, within the limit of its push type, and it is JSON as it stands. */
export function checkPayload(request: ApnsRequest, pushType: PushType): Rejection | undefined {
	if (request.bodyBytes === 0) return reject('PayloadEmpty');
	if (request.bodyBytes > pushTypes[pushType].payloadLimitBytes) return reject('PayloadTooLarge');
	// Apple forbids a compressed body without naming the answer; a payload that cannot be read as a
	// JSON object is taken as none.
	return isReadable(request) ? undefined : reject('PayloadEmpty');
}

/** Whether the body is a JSON object, and not compressed. */
export function isReadable(request: ApnsRequest): boolean {
	const encoding = headerOf(request, 'content-encoding') ?? 'identity';
	return encoding === 'identity' && jsonObjectIn(request) !== undefined;
}
