import { ACCEPTED, type Answer } from '../Answer.ts';
import { deviceTokenOf, headerOf, type PushRequest } from '../PushRequest.ts';
import type { PushType } from '../pushTypes.ts';
import { checkDevice, type DeviceContext } from './deviceCheck.ts';
import {
	checkCollapseId,
	checkDuplicateHeaders,
	checkExpiration,
	checkMessageId,
	checkMethod,
	checkPath,
	checkPriority,
	checkPriorityOfType,
	checkPushType,
} from './headerChecks.ts';
import { checkPayload } from './payloadCheck.ts';
import type { ProviderTokenCheck, TokenBinding } from './ProviderTokenCheck.ts';
import { checkTopic } from './topicCheck.ts';

/** What requests are judged by. */
export interface JudgeContext extends DeviceContext {
	readonly providerTokens: ProviderTokenCheck;
}

/** The side of a connection which the judge sees. */
export interface JudgedConnection extends TokenBinding {
	/** A request with a good provider token has come: the stream limit may rise. */
	providerTokenAccepted(): void;
}

/**
 * Answers a request as APNs would. The order of the checks is not documented; this is the one of
 * jchambers/pushy's mock server with the credential moved to the front.
 */
export function judge(
	request: PushRequest,
	connection: JudgedConnection,
	context: JudgeContext,
): Answer {
	const malformed = checkDuplicateHeaders(request) ?? checkMethod(request) ?? checkPath(request);
	if (malformed) return malformed;

	const authorization = headerOf(request, 'authorization');
	const key = context.providerTokens.check(authorization, connection);
	if ('status' in key) return key;
	connection.providerTokenAccepted();

	const badHeader =
		checkMessageId(request) ??
		checkCollapseId(request) ??
		checkExpiration(request) ??
		checkPriority(request) ??
		checkPushType(request);
	if (badHeader) return badHeader;

	const namedType = headerOf(request, 'apns-push-type') as PushType | undefined;
	const topic = checkTopic(headerOf(request, 'apns-topic'), namedType, key.bundleIds);
	if ('status' in topic) return topic;

	return (
		checkPriorityOfType(request, topic.pushType) ??
		checkPayload(request, topic.pushType) ??
		checkDevice(deviceTokenOf(request), topic.bundleId, context) ??
		ACCEPTED
	);
}
