import { describe, expect, it } from 'vitest';
import { CHANNEL_REASONS } from '../../../nodes/Apns/delivery/service/channelMeanings.ts';
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

const answer = (status: number, reason: string | null, isForeign = false) => ({
	...{ status, reason, isForeign, timestampMs: null, apnsId: null, apnsUniqueId: null },
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
		expect(known).toEqual(expect.arrayContaining(Object.keys(CHANNEL_REASONS)));
	});

	it('speaks of no device, whatever the server answers, and asks nobody to delete a token', () => {
		const ofDevices = [
			...['BadDeviceToken', 'DeviceTokenNotForTopic', 'MissingDeviceToken', 'ExpiredToken'],
			...['Unregistered', 'TooManyRequests', null],
		];
		const answers = [400, 404, 405, 410, 429, 500].flatMap((status) =>
			ofDevices.map((reason) => [status, reason] as const),
		);
		for (const [status, reason] of [...TABLE, ...answers]) {
			for (const { outcomeOf } of SERVICES) {
				const { message, action } = outcomeOf(answer(status, reason));
				const words = message.replace(`${reason})`, '');
				expect(words).not.toMatch(/device|token is|Delete the token/);
				expect(['removeToken', 'checkToken']).not.toContain(action);
			}
		}
	});

	it('names the field with the address that was requested', () => {
		const wrong = [
			answer(404, 'BadPath'),
			answer(405, 'MethodNotAllowed'),
			answer(302, null, true),
		];
		for (const one of wrong) {
			expect(BROADCAST.outcomeOf(one).message).toContain("'Base URL' if you set one");
			for (const { outcomeOf } of [CREATE_CHANNEL, READ_CHANNEL, READ_ALL_CHANNELS]) {
				const { message } = outcomeOf(one);
				expect(message).toContain("'Channel Management URL' if you set one");
				expect(message).not.toContain('Base URL');
			}
		}
		const otherReason = DELETE_CHANNEL.outcomeOf(answer(404, null));
		expect(otherReason.message).toContain("'Channel Management URL' if you set one");
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
