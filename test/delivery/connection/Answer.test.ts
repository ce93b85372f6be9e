import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	readAnswer,
	readAnswerWithContent,
	type Answer,
} from '../../../nodes/Apns/delivery/connection/Answer.ts';
import { outcomeOfAnswer } from '../../../nodes/Apns/delivery/service/outcomeTable.ts';

const NOW_MS = Date.parse('2030-01-01T12:00:00Z');

function answer(status: number, body = '', headers: Record<string, unknown> = {}): Answer {
	return readAnswer({ ':status': status, ...headers }, body, { dateMs: () => NOW_MS });
}

describe('an answer', () => {
	it('of success has no body', () => {
		expect(answer(200, '', { 'apns-id': 'A-B', 'apns-unique-id': 'C-D' })).toEqual({
			status: 200,
			reason: null,
			isForeign: false,
			timestampMs: null,
			apnsId: 'A-B',
			apnsUniqueId: 'C-D',
			retryAfterSeconds: null,
		});
	});

	it('of rejection says its reason, and since when a token is dead in milliseconds', () => {
		const body = '{"reason":"Unregistered","timestamp":1893456000123}';
		expect(answer(410, body)).toMatchObject({
			status: 410,
			reason: 'Unregistered',
			timestampMs: 1_893_456_000_123,
		});
		expect(outcomeOfAnswer(answer(410, body)).timestamp).toBe('2030-01-01T00:00:00.123Z');
	});
});

describe('an answer without measure', () => {
	it('has a reason of 200 characters at most', () => {
		expect(answer(400, JSON.stringify({ reason: 'x'.repeat(3_000) })).reason).toBe('x'.repeat(200));
		const cut = answer(400, JSON.stringify({ reason: `x${'😀'.repeat(200)}` })).reason;
		expect(cut?.isWellFormed()).toBe(true);
	});

	it.each([
		['apns-id', 'apnsId'],
		['apns-request-id', 'apnsId'],
		['apns-unique-id', 'apnsUniqueId'],
	] as const)('has no %s rather than one that was cut', (header, field) => {
		expect(answer(200, '', { [header]: 'x'.repeat(128) })[field]).toHaveLength(128);
		expect(answer(200, '', { [header]: 'x'.repeat(129) })[field]).toBeNull();
	});

	it('has no channel ID rather than one that was cut', () => {
		const channelOf = (text: string) =>
			readAnswerWithContent({ ':status': 201, 'apns-channel-id': text }, '', { dateMs: () => 0 })
				.content?.channelId;
		expect(channelOf('A'.repeat(256))).toHaveLength(256);
		expect(channelOf('A'.repeat(260))).toBeNull();
	});
});

describe('retry-after', () => {
	it.each([
		['0', 0],
		['30', 30],
		['86400', 86_400],
		['Tue, 01 Jan 2030 12:01:00 GMT', 60],
		['Tue, 01 Jan 2030 11:00:00 GMT', 0],
		['', null],
		['soon', null],
		['-5', null],
		['1.5', null],
		['0x10', null],
		['1e3', null],
		['5 minutes', null],
		['nonsense 5', null],
		['Tue, 99 Jan 2030 12:01:00 GMT', null],
		['9'.repeat(400), null],
		[['30', '60'], null],
		[30, null],
		[undefined, null],
	])('%j is %j seconds', (given, seconds) => {
		expect(answer(503, '', { 'retry-after': given }).retryAfterSeconds).toBe(seconds);
	});

	it('nonsense does not take the place of what Apple asks for', () => {
		const of = (given: string) =>
			outcomeOfAnswer(answer(503, '', { 'retry-after': given })).retryAfterSeconds;
		expect(of('nonsense 5')).toBe(900);
		expect(of('7')).toBe(7);
	});
});

describe('a hostile body leaves the status to speak', () => {
	it.each([
		['HTML', '<html><body><h1>503 Service Unavailable</h1></body></html>'],
		['huge', `{"reason":"${'x'.repeat(4_096)}`],
		['a list', '[{"reason":"Unregistered"}]'],
		['null', 'null'],
		['a number', '42'],
		['a text', '"Unregistered"'],
		['a reason that is an object', '{"reason":{"reason":"Unregistered"}}'],
		['a reason that is a list', '{"reason":["Unregistered"]}'],
		['a reason that is null', '{"reason":null}'],
		['an empty reason', '{"reason":""}'],
		['a reason by the prototype', '{"__proto__":{"reason":"Unregistered","timestamp":1}}'],
		['100,000 levels', '['.repeat(100_000)],
		['a NUL', '\0'],
	])('%s', (_, body) => {
		expect(answer(503, body)).toMatchObject({ status: 503, reason: null, timestampMs: null });
		expect(outcomeOfAnswer(answer(503, body))).toMatchObject({
			errorCode: 'SERVER_ERROR',
			action: 'retryLater',
			retryAfterSeconds: 900,
			timestamp: null,
		});
	});

	it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('reason %s', (reason) => {
		const outcome = outcomeOfAnswer(answer(400, JSON.stringify({ reason })));
		expect(outcome).toMatchObject({ errorCode: 'BAD_REQUEST', action: 'fixNotification', reason });
	});

	it.each([
		['text', '"1893456000000"', null],
		['NaN', 'NaN', null],
		['1e300', '1e300', null],
		['-1e300', '-1e300', null],
		['Infinity as JSON can', '1e999', null],
		['null', 'null', null],
		['an object', '{}', null],
		['the last that a date can hold', '8640000000000000', '+275760-09-13T00:00:00.000Z'],
		['one more than a date can hold', '8640000000000001', null],
		['a fraction', '1893456000000.7', '2030-01-01T00:00:00.000Z'],
	])('a timestamp that is %s', (_, timestamp, iso) => {
		const body = `{"reason":"Unregistered","timestamp":${timestamp}}`;
		const outcome = outcomeOfAnswer(answer(410, body));
		expect(outcome).toMatchObject({ errorCode: 'UNREGISTERED', timestamp: iso });
	});
});

describe('whatever is answered', () => {
	const header = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }));
	const headers = fc.record({
		':status': fc.oneof(fc.integer({ min: 100, max: 999 }), fc.anything()),
		'apns-id': header,
		'apns-unique-id': header,
		'retry-after': header,
	});
	const value = fc.anything({ withDate: true, withNullPrototype: true });
	const body = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.json(),
		fc.record({ reason: value, timestamp: value }).map((object) => {
			try {
				return JSON.stringify(object);
			} catch {
				return '';
			}
		}),
	);

	it('becomes one outcome, of the right types', () => {
		fc.assert(
			fc.property(headers, body, (given, text) => {
				// In HTTP/2 the status is always a number.
				const status = typeof given[':status'] === 'number' ? given[':status'] : 500;
				const outcome = outcomeOfAnswer(
					readAnswer({ ...given, ':status': status }, text, { dateMs: () => NOW_MS }),
				);

				expect(outcome.outcome).toBe(status === 200 ? 'accepted' : 'rejected');
				expect(outcome.message).not.toBe('');
				expect(outcome.reason).toSatisfy(isTextOrNull);
				expect(outcome.apnsId).toSatisfy(isTextOrNull);
				expect(outcome.apnsUniqueId).toSatisfy(isTextOrNull);
				expect(outcome.timestamp).toSatisfy(isTextOrNull);
				expect(outcome.retryAfterSeconds ?? 0).toSatisfy(
					(seconds: number) => Number.isFinite(seconds) && seconds >= 0,
				);
			}),
			{ numRuns: 1_000 },
		);
	});
});

const isTextOrNull = (value: unknown) =>
	value === null || (typeof value === 'string' && value !== '');
