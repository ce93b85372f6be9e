import { reject, type Rejection } from '../Answer.ts';
import { headerOf, type PushRequest } from '../PushRequest.ts';
import { pushTypes, type PushType } from '../pushTypes.ts';

/** There is a payload, within the limit of its push type, and it is JSON as it stands. */
export function checkPayload(request: PushRequest, pushType: PushType): Rejection | undefined {
	if (request.bodyBytes === 0) return reject('PayloadEmpty');
	if (request.bodyBytes > pushTypes[pushType].payloadLimitBytes) return reject('PayloadTooLarge');
	// Apple forbids a compressed body without naming the answer; a payload that cannot be read as a
	// JSON object is taken as none.
	const encoding = headerOf(request, 'content-encoding') ?? 'identity';
	return encoding === 'identity' && isJsonObject(request.body) ? undefined : reject('PayloadEmpty');
}

function isJsonObject(body: Buffer): boolean {
	try {
		const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	} catch {
		return false;
	}
}
