import { isAccepted, reject, type Answer } from '../Answer.ts';
import { headerOf, jsonObjectIn, type ApnsRequest } from '../ApnsRequest.ts';
import type { ChannelRegistry } from '../ChannelRegistry.ts';
import { checkApp, checkChannel, checkChannelId, isLiveActivity } from '../checks/channelChecks.ts';
import { checkCredential, type CredentialContext } from '../checks/credentialCheck.ts';
import { checkDuplicateHeaders, checkRequestId } from '../checks/headerChecks.ts';
import type { ChannelOperation, Ledger } from '../Ledger.ts';
import type { Arrival, Service } from './Service.ts';

// "Sending channel management requests to APNs"
const operations = new Map<string, ReadonlyMap<string, ChannelOperation>>([
	[
		'channels',
		new Map([
			['POST', 'create'],
			['GET', 'read'],
			['DELETE', 'delete'],
		]),
	],
	['all-channels', new Map([['GET', 'readAll']])],
]);
const PUSH_TYPE = 'LiveActivity';

/** What channel requests are checked with, and where they are recorded. */
export interface ChannelContext extends CredentialContext {
	readonly channels: ChannelRegistry;
	readonly ledger: Ledger;
	readonly clock: () => number;
}

/** Creates, reads and deletes the channels of apps. */
export class ChannelService implements Service {
	readonly name = 'channels';
	readonly pathPrefix = '/1/apps/';
	readonly idHeader = 'apns-request-id';
	readonly #context: ChannelContext;

	constructor(context: ChannelContext) {
		this.#context = context;
	}

	process(request: ApnsRequest, { id, connection, stream }: Arrival): Answer {
		const path = /^\/1\/apps\/([^/]+)\/([^/]+)$/.exec(headerOf(request, ':path') ?? '');
		const repeated = checkDuplicateHeaders(request);
		if (repeated) return repeated;
		const [, bundleId = '', collection = ''] = path ?? [];
		const methods = operations.get(collection);
		if (!methods) return reject('BadPath');
		const operation = methods.get(headerOf(request, ':method') ?? '');
		if (!operation) return reject('MethodNotAllowed');

		const { channels, ledger, clock } = this.#context;
		const permission = checkCredential(request, connection, this.#context);
		if ('status' in permission) return permission;
		const misplaced = checkApp(bundleId, permission, channels) ?? checkRequestId(request);
		if (misplaced) return misplaced;

		const answer = this.#do(operation, request, bundleId);
		if (isAccepted(answer)) {
			ledger.acceptChannelRequest({
				operation,
				requestId: id,
				bundleId,
				channelId: answer.headers?.['apns-channel-id'] ?? headerOf(request, 'apns-channel-id'),
				receivedAtMs: clock(),
				connection: connection.number,
				stream,
			});
		}
		return answer;
	}

	#do(operation: ChannelOperation, request: ApnsRequest, bundleId: string): Answer {
		if (operation === 'create') return this.#create(request, bundleId);
		// Apple documents no body here, and no answer to one; a client that sent one got an error
		// (parse-community/node-apn #169).
		if (request.bodyBytes > 0) return reject('BadRequestPayload');
		if (operation === 'read') return this.#read(request, bundleId);
		if (operation === 'delete') return this.#delete(request, bundleId);
		return { status: 200, body: { channels: this.#context.channels.ids(bundleId) } };
	}

	#create(request: ApnsRequest, bundleId: string): Answer {
		if (request.bodyBytes === 0) return reject('PayloadEmpty');
		const attributes = jsonObjectIn(request);
		if (!attributes) return reject('BadRequestPayload');
		const {
			'message-storage-policy': storagePolicy,
			'push-type': pushType,
			...unknown
		} = attributes;
		if (Object.keys(unknown).length > 0) return reject('BadRequestParams');
		if (pushType === undefined) return reject('MissingPushType');
		if (!isLiveActivity(pushType)) return reject('InvalidPushType');
		if (storagePolicy !== 0 && storagePolicy !== 1) return reject('MissingChannelQueueSize');
		const { channels } = this.#context;
		if (channels.isFull(bundleId)) return reject('CannotCreateChannelConfig');
		const id = channels.add({ bundleId, storagePolicy });
		return { status: 201, headers: { 'apns-channel-id': id } };
	}

	#read(request: ApnsRequest, bundleId: string): Answer {
		const channel = checkChannel(request, bundleId, this.#context.channels);
		if ('status' in channel) return channel;
		const body = { 'message-storage-policy': channel.storagePolicy, 'push-type': PUSH_TYPE };
		return { status: 200, body };
	}

	#delete(request: ApnsRequest, bundleId: string): Answer {
		const id = headerOf(request, 'apns-channel-id');
		const malformed = checkChannelId(id);
		if (malformed || id === undefined) return malformed ?? reject('MissingChannelId');
		// Seen from Apple for channels that never existed, and for deleted ones (a probe of the sandbox,
		// 2026-09).
		return this.#context.channels.delete(id, bundleId) ? { status: 204 } : reject('BadPath');
	}
}
