import { ACCEPTED, reject, type Answer, type Rejection } from '../Answer.ts';
import { headerOf, numberIn, type ApnsRequest } from '../ApnsRequest.ts';
import type { Channel, ChannelRegistry } from '../ChannelRegistry.ts';
import { checkApp, checkChannel, isLiveActivity } from '../checks/channelChecks.ts';
import { checkCredential, type CredentialContext } from '../checks/credentialCheck.ts';
import {
	checkDuplicateHeaders,
	checkExpiration,
	checkMethod,
	checkPriority,
	checkRequestId,
} from '../checks/headerChecks.ts';
import { isReadable } from '../checks/payloadCheck.ts';
import type { Ledger } from '../Ledger.ts';
import type { Arrival, Service } from './Service.ts';

/** "Sending broadcast push notification requests to APNs": 5 KB. */
const PAYLOAD_LIMIT_BYTES = 5120;

/** What broadcasts are checked with, and where they are recorded. */
export interface BroadcastContext extends CredentialContext {
	readonly channels: ChannelRegistry;
	readonly ledger: Ledger;
	readonly clock: () => number;
}

/** Broadcasts to all devices subscribed to a channel. */
export class BroadcastService implements Service {
	readonly name = 'broadcast';
	readonly pathPrefix = '/4/broadcasts/';
	readonly idHeader = 'apns-request-id';
	readonly #context: BroadcastContext;

	constructor(context: BroadcastContext) {
		this.#context = context;
	}

	process(request: ApnsRequest, { id, connection, stream }: Arrival): Answer {
		const bundleId = /^\/4\/broadcasts\/apps\/([^/]+)$/.exec(headerOf(request, ':path') ?? '')?.[1];
		const malformed = checkDuplicateHeaders(request) ?? checkMethod(request);
		if (malformed) return malformed;
		if (bundleId === undefined) return reject('BadPath');

		const { channels, ledger, clock } = this.#context;
		const permission = checkCredential(request, connection, this.#context);
		if ('status' in permission) return permission;
		const misplaced = checkApp(bundleId, permission, channels) ?? checkRequestId(request);
		if (misplaced) return misplaced;
		const channel = checkChannel(request, bundleId, channels);
		if ('status' in channel) return channel;
		const wrong = checkBroadcast(request, channel);
		if (wrong) return wrong;

		ledger.acceptBroadcast({
			requestId: id,
			bundleId,
			channelId: channel.id,
			priority: numberIn(request, 'apns-priority'),
			expiration: Number(headerOf(request, 'apns-expiration')),
			payload: request.body.toString(),
			receivedAtMs: clock(),
			connection: connection.number,
			stream,
		});
		return ACCEPTED;
	}
}

function checkBroadcast(request: ApnsRequest, channel: Channel): Rejection | undefined {
	const pushType = headerOf(request, 'apns-push-type');
	if (pushType === undefined) return reject('MissingPushType');
	if (!isLiveActivity(pushType)) return reject('InvalidPushType');
	return (
		checkExpirationOf(channel, request) ??
		// Not required: Apple's servers have been seen to accept broadcasts without it.
		checkPriority(request) ??
		checkPayloadOf(request)
	);
}

/** Apple: required, and must be 0 for a channel that stores nothing. */
function checkExpirationOf(channel: Channel, request: ApnsRequest): Rejection | undefined {
	const expiration = numberIn(request, 'apns-expiration');
	if (expiration === undefined) return reject('BadExpirationDate');
	const isTooLong = channel.storagePolicy === 0 && expiration > 0;
	return isTooLong ? reject('BadExpirationDate') : checkExpiration(request);
}

function checkPayloadOf(request: ApnsRequest): Rejection | undefined {
	if (request.bodyBytes === 0) return reject('PayloadEmpty');
	if (request.bodyBytes > PAYLOAD_LIMIT_BYTES) return reject('PayloadTooLarge');
	return isReadable(request) ? undefined : reject('BadRequestPayload');
}
