import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGoAway } from '../../../nodes/Apns/delivery/connection/GoAway.ts';

const data = (text: string) => Buffer.from(text);

describe('a GOAWAY', () => {
	it.each([
		['{"reason":"Shutdown"}', 'Shutdown'],
		['{"reason":"BadCertificateEnvironment"}', 'BadCertificateEnvironment'],
		['{"reason":"IdleTimeout","timestamp":1}', 'IdleTimeout'],
		[
			'Maximum active streams violated for this endpoint.',
			'Maximum active streams violated for this endpoint.',
		],
		['', null],
		['null', 'null'],
		['[1]', '[1]'],
		['{}', '{}'],
		['{"reason":null}', '{"reason":null}'],
		['{"reason":7}', '{"reason":7}'],
		['{"reason":{"toString":1}}', '{"reason":{"toString":1}}'],
		['{"reason":"cut of', '{"reason":"cut of'],
	])('with debug data %j has the reason %j', (debug, reason) => {
		expect(readGoAway(undefined, 0, 7, data(debug))).toEqual({
			errorCode: 0,
			lastStreamId: 7,
			reason,
		});
	});

	it('may come without debug data', () => {
		expect(readGoAway(undefined, 2, 0, undefined)).toEqual({
			errorCode: 2,
			lastStreamId: 0,
			reason: null,
		});
	});

	it('a second one may lower the last stream, never raise it', () => {
		const first = readGoAway(undefined, 0, 2 ** 31 - 1, data('{"reason":"Shutdown"}'));
		const second = readGoAway(first, 0, 9, undefined);
		expect(second).toEqual({ errorCode: 0, lastStreamId: 9, reason: 'Shutdown' });
		expect(readGoAway(second, 0, 99, undefined).lastStreamId).toBe(9);
		expect(readGoAway(second, 0, 0, undefined).lastStreamId).toBe(0);
	});

	it('a second one adds its error and its reason, and does not take away those of the first', () => {
		const first = readGoAway(undefined, 7, 5, data('first'));
		expect(readGoAway(first, 0, 5, undefined)).toMatchObject({ errorCode: 7, reason: 'first' });
		expect(readGoAway(first, 2, 5, data('second'))).toMatchObject({
			errorCode: 2,
			reason: 'second',
		});
	});

	it('has a short reason or none, whatever the debug data hold', () => {
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 500 }),
			fc.json().map(data),
			fc.json().map((json) => data(`{"reason":${json}}`)),
			fc.constantFrom(data('x'.repeat(1e6)), data(`{"reason":"${'x'.repeat(1e6)}"}`)),
		);
		fc.assert(
			fc.property(bytes, (debug) => {
				const { reason } = readGoAway(undefined, 0, 0, debug);
				if (reason === null) return;
				expect(typeof reason).toBe('string');
				expect(reason.length).toBeGreaterThan(0);
				expect(reason.length).toBeLessThanOrEqual(200);
			}),
		);
	});
});
