import { describe, expect, it } from 'vitest';
import { CHANNEL_MEANINGS } from '../../../nodes/Apns/delivery/service/channelMeanings.ts';
import {
	CREATE_CHANNEL,
	DELETE_CHANNEL,
	READ_ALL_CHANNELS,
	READ_CHANNEL,
} from '../../../nodes/Apns/delivery/service/channelServices.ts';
import type { Action, ErrorCode } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { BROADCAST, DEVICE_PUSH } from '../../../nodes/Apns/delivery/service/Service.ts';

/** "Handling error responses from APNs", and other answers seen from Apple's servers. */
const TABLE: ReadonlyArray<[number, string, ErrorCode, Action]> = [
	[400, 'BadChannelId', 'NOT_FOUND', 'fixNotification'],
	[400, 'BadExpirationDate', 'BAD_REQUEST', 'fixNotification'],
	[400, 'BadMessageId', 'BAD_REQUEST', 'fixNotification'],
	[400, 'BadPriority', 'BAD_REQUEST', 'fixNotification'],
	[400, 'BadRequestParams', 'BAD_REQUEST', 'fixNotification'],
	[400, 'BadRequestPayload', 'BAD_REQUEST', 'fixNotification'],
	[400, 'BroadcastFeatureNotEnabled', 'BAD_REQUEST', 'fixNotification'],
	[400, 'CannotCreateChannelConfig', 'BAD_REQUEST', 'fixNotification'],
	[400, 'ChannelNotRegistered', 'NOT_FOUND', 'fixNotification'],
	[400, 'FeatureNotEnabled', 'BAD_REQUEST', 'fixNotification'],
	[400, 'InvalidPushType', 'BAD_REQUEST', 'fixNotification'],
	[400, 'MissingChannelId', 'BAD_REQUEST', 'fixNotification'],
	[400, 'MissingChannelQueueSize', 'BAD_REQUEST', 'fixNotification'],
	[400, 'MissingPushType', 'BAD_REQUEST', 'fixNotification'],
	[400, 'PayloadEmpty', 'BAD_REQUEST', 'fixNotification'],
	[400, 'TopicDisallowed', 'BAD_REQUEST', 'fixNotification'],
	[403, 'BadCertificate', 'AUTH_FAILED', 'fixCredentials'],
	[403, 'BadCertificateEnvironment', 'AUTH_FAILED', 'fixCredentials'],
	[403, 'BadEnvironmentKeyIdInToken', 'AUTH_FAILED', 'fixCredentials'],
	[403, 'BadEnvironmentKeyInToken', 'AUTH_FAILED', 'fixCredentials'],
	[403, 'ExpiredProviderToken', 'AUTH_FAILED', 'fixCredentials'],
	[403, 'InvalidProviderToken', 'AUTH_FAILED', 'fixCredentials'],
	[403, 'MissingProviderToken', 'AUTH_FAILED', 'fixCredentials'],
	[403, 'TopicMismatch', 'AUTH_FAILED', 'fixCredentials'],
	[404, 'BadPath', 'NOT_FOUND', 'fixNotification'],
	[405, 'MethodNotAllowed', 'BAD_REQUEST', 'fixNotification'],
	[413, 'PayloadTooLarge', 'PAYLOAD_TOO_LARGE', 'fixNotification'],
	[429, 'TooManyProviderTokenUpdates', 'TOO_MANY_REQUESTS', 'retryLater'],
	[429, 'TooManyRequests', 'TOO_MANY_REQUESTS', 'retryLater'],
	[503, 'Service Unavailable', 'SERVER_ERROR', 'retryLater'],
	[503, 'ServiceUnavailable', 'SERVER_ERROR', 'retryLater'],
	[503, 'Shutdown', 'SERVER_ERROR', 'retryLater'],
];

const SERVICES = [BROADCAST, CREATE_CHANNEL, READ_CHANNEL, READ_ALL_CHANNELS, DELETE_CHANNEL];

const answer = (status: number, reason: string | null) => ({
	...{ status, reason, isForeign: false, timestampMs: null, apnsId: null, apnsUniqueId: null },
	retryAfterSeconds: null,
});

describe('what APNs says to a broadcast and to a request for channels', () => {
	it.each(TABLE)('%i %s is %s: %s', (status, reason, errorCode, action) => {
		for (const service of SERVICES) {
			const outcome = service.outcomeOf(answer(status, reason));
			// Deleting a channel that is already gone is a success.
			if (outcome.outcome === 'accepted' && service === DELETE_CHANNEL) continue;
			expect(outcome).toMatchObject({ outcome: 'rejected', errorCode, action, status, reason });
			expect(outcome.message).toMatch(/^[A-Z].+\. \(.+\)$/s);
			expect(outcome.message).toContain(`(${status} ${reason})`);
		}
	});

	it('knows every reason of its own', () => {
		const known = TABLE.map(([, reason]) => reason);
		expect(known).toEqual(expect.arrayContaining(Object.keys(CHANNEL_MEANINGS)));
	});

	it('speaks of no device', () => {
		for (const [status, reason] of TABLE) {
			if (status === 404) continue;
			for (const { outcomeOf } of SERVICES) {
				expect(outcomeOf(answer(status, reason)).message).not.toMatch(/device/);
			}
		}
	});

	it('is what it was for a notification to a device', () => {
		for (const reason of ['BadChannelId', 'TopicMismatch', 'FeatureNotEnabled']) {
			expect(DEVICE_PUSH.outcomeOf(answer(400, reason))).toMatchObject({
				errorCode: 'BAD_REQUEST',
				message: `APNs refused the request. (400 ${reason})`,
			});
		}
	});

	it('is a success with the status that Apple documents, and otherwise is none', () => {
		for (let status = 100; status < 1000; status += 1) {
			for (const service of SERVICES) {
				const { outcome } = service.outcomeOf(answer(status, null));
				const isGood = service === BROADCAST ? status === 200 : false;
				const isDeleted = service === DELETE_CHANNEL && (status === 204 || status === 200);
				expect([status, outcome === 'accepted']).toEqual([status, isGood || isDeleted]);
			}
		}
	});
});
