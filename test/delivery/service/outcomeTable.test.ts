import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../nodes/Apns/delivery/connection/Answer.ts';
import type { Action, ErrorCode } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { outcomeOfAnswer } from '../../../nodes/Apns/delivery/service/outcomeTable.ts';

/** Seconds to wait, given by Apple or by us; null if waiting changes nothing. */
type RetryAfter = number | null;

/** "Handling notification responses from APNs", the complete table, and the spellings of Apple's server. */
const TABLE: ReadonlyArray<[number, string | null, ErrorCode, Action, RetryAfter]> = [
	[200, null, 'SUCCESS', 'none', null],
	[400, 'BadCollapseId', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'BadDeviceToken', 'INVALID_TOKEN', 'checkToken', null],
	[400, 'BadExpirationDate', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'BadMessageId', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'BadPriority', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'BadTopic', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'DeviceTokenNotForTopic', 'INVALID_TOKEN', 'checkToken', null],
	[400, 'DuplicateHeaders', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'IdleTimeout', 'NETWORK_ERROR', 'retryLater', null],
	[400, 'InvalidPushType', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'MissingDeviceToken', 'INVALID_TOKEN', 'checkToken', null],
	[400, 'MissingTopic', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'PayloadEmpty', 'BAD_REQUEST', 'fixNotification', null],
	[400, 'TopicDisallowed', 'BAD_REQUEST', 'fixNotification', null],
	[403, 'BadCertificate', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'BadCertificateEnvironment', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'ExpiredProviderToken', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'Forbidden', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'InvalidProviderToken', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'MissingProviderToken', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'UnrelatedKeyIdInToken', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'BadEnvironmentKeyIdInToken', 'AUTH_FAILED', 'fixCredentials', null],
	[403, 'BadEnvironmentKeyInToken', 'AUTH_FAILED', 'fixCredentials', null],
	[404, 'BadPath', 'NOT_FOUND', 'fixNotification', null],
	[405, 'MethodNotAllowed', 'BAD_REQUEST', 'fixNotification', null],
	[410, 'ExpiredToken', 'UNREGISTERED', 'removeToken', null],
	[410, 'Unregistered', 'UNREGISTERED', 'removeToken', null],
	[413, 'PayloadTooLarge', 'PAYLOAD_TOO_LARGE', 'fixNotification', null],
	[429, 'TooManyProviderTokenUpdates', 'TOO_MANY_REQUESTS', 'retryLater', 1_200],
	[429, 'TooManyRequests', 'TOO_MANY_REQUESTS', 'retryLater', 60],
	[500, 'InternalServerError', 'SERVER_ERROR', 'retryLater', 900],
	[503, 'ServiceUnavailable', 'SERVER_ERROR', 'retryLater', 900],
	[503, 'Shutdown', 'SERVER_ERROR', 'retryLater', 900],
];

/** What a status means without a known reason. */
const BY_STATUS: ReadonlyArray<[number, ErrorCode, Action, RetryAfter]> = [
	[400, 'BAD_REQUEST', 'fixNotification', null],
	[403, 'AUTH_FAILED', 'fixCredentials', null],
	[404, 'NOT_FOUND', 'fixNotification', null],
	[405, 'BAD_REQUEST', 'fixNotification', null],
	[410, 'UNREGISTERED', 'removeToken', null],
	[413, 'PAYLOAD_TOO_LARGE', 'fixNotification', null],
	[429, 'TOO_MANY_REQUESTS', 'retryLater', 60],
	[500, 'SERVER_ERROR', 'retryLater', 900],
	[502, 'SERVER_ERROR', 'retryLater', 900],
	[503, 'SERVER_ERROR', 'retryLater', 900],
	[599, 'SERVER_ERROR', 'retryLater', 900],
	// From a gateway, or not yet used by Apple.
	[204, 'BAD_REQUEST', 'fixNotification', null],
	[302, 'BAD_REQUEST', 'fixNotification', null],
	[418, 'BAD_REQUEST', 'fixNotification', null],
];

function answer(status: number, reason: string | null, more: Partial<Answer> = {}): Answer {
	return {
		status,
		reason,
		isForeign: false,
		timestampMs: null,
		apnsId: null,
		apnsUniqueId: null,
		retryAfterSeconds: null,
		...more,
	};
}

describe('what an answer means', () => {
	it.each(TABLE)('%i %s is %s: %s', (status, reason, errorCode, action, retryAfterSeconds) => {
		expect(outcomeOfAnswer(answer(status, reason))).toMatchObject({
			outcome: status === 200 ? 'accepted' : 'rejected',
			status,
			reason,
			errorCode,
			action,
			retryAfterSeconds,
		});
	});

	it.each(BY_STATUS)('%i is %s without a reason we know: %s', (status, code, action, wait) => {
		for (const reason of [null, 'NewReasonOf2031', 'toString', '__proto__', 'x'.repeat(10_000)]) {
			expect(outcomeOfAnswer(answer(status, reason))).toMatchObject({
				outcome: 'rejected',
				status,
				reason,
				errorCode: code,
				action,
				retryAfterSeconds: wait,
			});
		}
	});

	it.each(TABLE.filter(([status]) => status !== 200))(
		'%i %s is told in a sentence of its own, with status and reason',
		(status, reason) => {
			const { message } = outcomeOfAnswer(answer(status, reason));
			expect(message).toMatch(/^[A-Z].+\. \(.+\)$/s);
			expect(message).toContain(`(${status} ${reason})`);
		},
	);
});

describe('an answer about the topic', () => {
	const sentTo = (topic: string, providerToken?: object) => ({ message: { topic }, providerToken });
	const messageOf = (reason: string, request?: ReturnType<typeof sentTo>) =>
		outcomeOfAnswer(answer(400, reason), request).message;

	it('names the field and its value', () => {
		const request = sentTo('Payments', {});
		expect(messageOf('TopicDisallowed', request)).toBe(
			"Apple does not let this key send to 'Payments'. Check 'Bundle ID'. (400 TopicDisallowed)",
		);
		expect(messageOf('BadTopic', request)).toBe(
			"APNs does not accept the topic 'Payments'. Check 'Bundle ID'. (400 BadTopic)",
		);
		expect(messageOf('DeviceTokenNotForTopic', request)).toBe(
			"This device token belongs to another app, not to 'Payments'. Check 'Bundle ID', and which app the token came from. (400 DeviceTokenNotForTopic)",
		);
		expect(messageOf('MissingTopic', request)).toContain("Set 'Bundle ID'");
	});

	it('names what the notification was sent with', () => {
		const topic = 'com.example.app';
		expect(messageOf('TopicDisallowed', sentTo(topic, {}))).toContain('let this key send');
		expect(messageOf('TopicDisallowed', sentTo(topic))).toContain('let this certificate send');
	});

	it("names 'MDM Topic' for device management", () => {
		expect(messageOf('BadTopic', sentTo('com.apple.mgmt.External.1'))).toContain(
			"'com.apple.mgmt.External.1'. Check 'MDM Topic'.",
		);
	});

	it('names the topic of its own request, whatever was answered before', () => {
		for (const topic of ['com.example.one', 'com.example.two', 'com.example.one']) {
			expect(messageOf('BadTopic', sentTo(topic))).toContain(`'${topic}'`);
		}
		expect(messageOf('BadTopic')).toContain('this topic');
	});
});

describe('a reason under a status that is not its own', () => {
	const pairs = TABLE.flatMap(([own, reason]) =>
		BY_STATUS.filter(([status]) => status !== own).map(([status, errorCode, action]) => ({
			status,
			reason,
			errorCode,
			action,
		})),
	);
	it('changes nothing: only 410 removes a token, only 403 blames the credential', () => {
		expect(pairs.length).toBeGreaterThan(300);
		for (const { status, reason, errorCode, action } of pairs) {
			const outcome = outcomeOfAnswer(answer(status, reason));
			expect({ status, reason, code: outcome.errorCode, action: outcome.action }).toEqual({
				status,
				reason,
				code: errorCode,
				action,
			});
		}
	});
});

describe('an outcome', () => {
	it('takes over what APNs says of the notification', () => {
		const ids = { apnsId: 'A-B', apnsUniqueId: 'C-D' };
		expect(outcomeOfAnswer(answer(200, null, ids))).toMatchObject(ids);
		expect(outcomeOfAnswer(answer(400, 'BadTopic', ids))).toMatchObject(ids);
	});

	it.each([
		[429, 'TooManyRequests', 5, 5],
		[503, 'ServiceUnavailable', 0, 0],
		[500, null, 120, 120],
		// Waiting does not help here, whatever the server says.
		[400, 'BadTopic', 5, null],
		[410, 'Unregistered', 5, null],
		[403, 'InvalidProviderToken', 5, null],
		[200, null, 5, null],
	])('of %i %s with retry-after %j asks to wait %j', (status, reason, given, expected) => {
		const outcome = outcomeOfAnswer(answer(status, reason, { retryAfterSeconds: given }));
		expect(outcome.retryAfterSeconds).toBe(expected);
	});

	it('is accepted with 200 and with nothing else', () => {
		for (let status = 100; status < 1000; status += 1) {
			const { outcome, errorCode } = outcomeOfAnswer(answer(status, null));
			expect(outcome === 'accepted').toBe(status === 200);
			expect(errorCode === 'SUCCESS').toBe(status === 200);
		}
	});
});
