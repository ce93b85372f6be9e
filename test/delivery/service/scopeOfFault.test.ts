import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../nodes/Apns/delivery/connection/Answer.ts';
import {
	ConnectionFailure,
	type ConnectionFailureKind,
} from '../../../nodes/Apns/delivery/route/ConnectionFailure.ts';
import { outcomeOfAnswer } from '../../../nodes/Apns/delivery/service/outcomeTable.ts';
import {
	CANCELLED,
	faultOfGoAway,
	notSent,
	outcomeOfFailure,
	scopeOf,
} from '../../../nodes/Apns/delivery/service/runFault.ts';

function answer(status: number, reason: string | null): Answer {
	return {
		status,
		reason,
		isForeign: false,
		timestampMs: 1_893_456_000_000,
		apnsId: 'A-B',
		apnsUniqueId: 'C-D',
		retryAfterSeconds: null,
	};
}

const goAway = (reason: string | null) => ({ errorCode: 0, lastStreamId: 0, reason });

/** Reasons that every further request with the same credential would get, too. */
const CREDENTIAL_REASONS = [
	'InvalidProviderToken',
	'MissingProviderToken',
	'UnrelatedKeyIdInToken',
	'BadEnvironmentKeyIdInToken',
	'BadEnvironmentKeyInToken',
	'BadCertificate',
	'BadCertificateEnvironment',
];

describe('whom an answer concerns', () => {
	it.each(CREDENTIAL_REASONS)('403 %s: the whole run', (reason) => {
		expect(scopeOf(answer(403, reason))).toBe('run');
	});

	it('400 TopicDisallowed: all tokens of the topic', () => {
		expect(scopeOf(answer(400, 'TopicDisallowed'))).toBe('topic');
	});

	it.each([
		[200, null],
		[400, 'BadDeviceToken'],
		[400, 'DeviceTokenNotForTopic'],
		[400, 'InvalidProviderToken'],
		[403, null],
		[403, 'Forbidden'],
		// The token is renewed, and the request repeated.
		[403, 'ExpiredProviderToken'],
		[403, 'ReasonOf2031'],
		[410, 'Unregistered'],
		[413, 'PayloadTooLarge'],
		[429, 'TooManyRequests'],
		[500, 'InternalServerError'],
		[503, 'Shutdown'],
	])('%i %s: this token alone', (status, reason) => {
		expect(scopeOf(answer(status, reason))).toBe('token');
	});
});

describe('a GOAWAY', () => {
	it.each(CREDENTIAL_REASONS)('%s condemns the run: nothing was sent', (reason) => {
		expect(faultOfGoAway(goAway(reason))).toMatchObject({
			outcome: 'notSent',
			errorCode: 'AUTH_FAILED',
			action: 'fixCredentials',
			status: null,
			reason,
			apnsId: null,
			attempts: 0,
		});
		expect(faultOfGoAway(goAway(reason))?.message).toMatch(/^Not sent\. /);
	});

	it.each(['Shutdown', 'IdleTimeout', 'Maximum active streams violated', '', null])(
		'%j does not: another connection may do better',
		(reason) => {
			expect(faultOfGoAway(goAway(reason))).toBeUndefined();
		},
	);

	it('that did not come is no fault', () => {
		expect(faultOfGoAway(undefined)).toBeUndefined();
	});
});

const DOUBT = 'It may have arrived.';

describe('a failed connection', () => {
	const kinds: ReadonlyArray<[ConnectionFailureKind, string]> = [
		['dns', 'NETWORK_ERROR'],
		['unreachable', 'NETWORK_ERROR'],
		['untrusted', 'NETWORK_ERROR'],
		['tls', 'NETWORK_ERROR'],
		['notHttp2', 'NETWORK_ERROR'],
		['lost', 'NETWORK_ERROR'],
		['timeout', 'TIMEOUT'],
	];

	it('of a certificate that the server does not take is a fault of the credential', () => {
		const failure = new ConnectionFailure('refusedCertificate', 'It was refused.');
		expect(outcomeOfFailure(failure, 'notSent', true, DOUBT)).toMatchObject({
			errorCode: 'AUTH_FAILED',
			action: 'fixCredentials',
			outcome: 'notSent',
			message: 'Not sent. It was refused.',
		});
	});

	it.each(kinds)('(%s) is %s, and may be sent later where nothing was sent', (kind, errorCode) => {
		const failure = new ConnectionFailure(kind, 'It broke.');
		for (const mayRepeat of [true, false]) {
			const outcome = outcomeOfFailure(failure, 'notSent', mayRepeat, DOUBT);
			expect(outcome).toMatchObject({
				outcome: 'notSent',
				errorCode,
				action: 'retryLater',
				status: null,
				reason: null,
				message: 'Not sent. It broke.',
			});
		}
	});

	it.each(kinds)(
		'(%s) after the request was written is for a person to judge',
		(kind, errorCode) => {
			const failure = new ConnectionFailure(kind, 'It broke.');
			const outcome = outcomeOfFailure(failure, 'unknown', false, DOUBT);
			expect(outcome).toMatchObject({ outcome: 'unknown', errorCode, action: 'review' });
			expect(outcome.message).toBe(`It broke. ${DOUBT}`);
			expect(outcomeOfFailure(failure, 'unknown', true, DOUBT).action).toBe('retryLater');
		},
	);
});

describe('a token that is spared a fault', () => {
	it('has the code, the reason and the action of the fault, and nothing of its identity', () => {
		const fault = outcomeOfAnswer(answer(403, 'InvalidProviderToken'));
		const spared = notSent({ ...fault, attempts: 3 });
		expect(spared).toMatchObject({
			outcome: 'notSent',
			errorCode: 'AUTH_FAILED',
			action: 'fixCredentials',
			reason: 'InvalidProviderToken',
			apnsId: null,
			apnsUniqueId: null,
			attempts: 0,
		});
		expect(spared.message).toBe(`Not sent. ${fault.message}`);
		expect(notSent(spared).message).toBe(spared.message);
	});

	it('by a stop says so, and may be sent later', () => {
		expect(CANCELLED).toMatchObject({
			outcome: 'notSent',
			errorCode: 'CANCELLED',
			action: 'retryLater',
			status: null,
			attempts: 0,
		});
	});
});
