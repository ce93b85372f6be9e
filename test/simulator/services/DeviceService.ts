import { ACCEPTED, type Answer, type Rejection } from '../Answer.ts';
import { deviceTokenOf, headerOf, numberIn, type ApnsRequest } from '../ApnsRequest.ts';
import {
	checkCredential,
	type CredentialContext,
	type JudgedConnection,
} from '../checks/credentialCheck.ts';
import { checkDevice, type DeviceContext } from '../checks/deviceCheck.ts';
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
} from '../checks/headerChecks.ts';
import { checkPayload } from '../checks/payloadCheck.ts';
import { checkTopic, type Topic } from '../checks/topicCheck.ts';
import type { Ledger } from '../Ledger.ts';
import type { PushType } from '../pushTypes.ts';
import type { Arrival, Service } from './Service.ts';

/** What pushes are checked with, and where they are recorded. */
export interface PushContext extends CredentialContext, DeviceContext {
	readonly ledger: Ledger;
}

/** Notifications to one device. */
export class DeviceService implements Service {
	readonly name = 'device';
	readonly pathPrefix = '/3/device';
	readonly idHeader = 'apns-id';
	readonly #context: PushContext;

	constructor(context: PushContext) {
		this.#context = context;
	}

	process(request: ApnsRequest, { id, connection, stream }: Arrival): Answer {
		const topic = judge(request, connection, this.#context);
		if ('status' in topic) return topic;
		const { ledger, clock } = this.#context;
		ledger.accept({
			apnsId: id,
			deviceToken: deviceTokenOf(request),
			topic: topic.topic,
			pushType: headerOf(request, 'apns-push-type'),
			priority: numberIn(request, 'apns-priority'),
			expiration: numberIn(request, 'apns-expiration'),
			collapseId: headerOf(request, 'apns-collapse-id'),
			payload: request.body.toString(),
			receivedAtMs: clock(),
			connection: connection.number,
			stream,
		});
		return ACCEPTED;
	}
}

/**
 * The destination of a notification, or why it is refused. The order of the checks is not documented; this
 * is the one of jchambers/pushy's mock server, with the credential moved to the front.
 */
function judge(
	request: ApnsRequest,
	connection: JudgedConnection,
	context: PushContext,
): Topic | Rejection {
	const malformed = checkDuplicateHeaders(request) ?? checkMethod(request) ?? checkPath(request);
	if (malformed) return malformed;

	const permission = checkCredential(request, connection, context);
	if ('status' in permission) return permission;

	const badHeader =
		checkMessageId(request) ??
		checkCollapseId(request) ??
		checkExpiration(request) ??
		checkPriority(request) ??
		checkPushType(request);
	if (badHeader) return badHeader;

	const namedType = headerOf(request, 'apns-push-type') as PushType | undefined;
	const topic = checkTopic(headerOf(request, 'apns-topic'), namedType, permission);
	if ('status' in topic) return topic;

	return (
		checkPriorityOfType(request, topic.pushType) ??
		checkPayload(request, topic.pushType) ??
		checkDevice(deviceTokenOf(request), topic, context) ??
		topic
	);
}
