import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	integerOf,
	objectIdentifierOf,
	octetsOf,
	readDer,
} from '../../../../nodes/Apns/delivery/identity/formats/der.ts';
import {
	der,
	integer,
	objectIdentifier,
	octetString,
	sequence,
	tags,
} from '../../../simulator/certificates/der.ts';
import { withIndefiniteLengths } from '../indefinite.ts';

const one = (bytes: Buffer) => readDer(bytes)[0]!;

describe('values in DER', () => {
	it.each([
		['1.2.840.113549.1.7.1'],
		['1.2.840.113635.100.6.3.6'],
		['2.16.840.1.101.3.4.1.42'],
		['1.3.14.3.2.26'],
		['2.5.4.3'],
	])('the object identifier %s is read', (dotted) => {
		expect(objectIdentifierOf(one(objectIdentifier(dotted)))).toBe(dotted);
	});

	it.each([0, 1, 127, 128, 2048, 65_537, 100_000_000])('the integer %i is read', (number) => {
		expect(integerOf(one(integer(number)))).toBe(number);
	});

	it('an integer that is too large, negative or none is no number to count with', () => {
		expect(integerOf(one(der(tags.integer, Buffer.alloc(9, 1))))).toBe(Infinity);
		expect(integerOf(one(der(tags.integer, Buffer.from([0x80]))))).toBeNaN();
		expect(integerOf(one(der(tags.integer)))).toBeNaN();
		expect(integerOf(one(octetString(Buffer.from([1]))))).toBeNaN();
		expect(integerOf(undefined)).toBeNaN();
	});

	it('are the same with lengths that are not said', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(1e6), (octets, number) => {
				const content = Buffer.from(octets);
				const given = sequence(integer(number), sequence(octetString(content)), integer(7));
				for (const bytes of [given, withIndefiniteLengths(given)]) {
					const [first, inner, last] = readDer(one(bytes).content);
					expect(integerOf(first)).toBe(number);
					expect(octetsOf(one(inner!.content))).toEqual(content);
					expect(integerOf(last)).toBe(7);
				}
			}),
			{ numRuns: 50 },
		);
	});

	it('are read as far as they go, whatever the bytes are', () => {
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 200 }),
			fc.constantFrom('3080'.repeat(50_000), '2480'.repeat(50_000), '30820004'.repeat(20_000)),
		);
		fc.assert(
			fc.property(bytes, (given) => {
				const buffer = typeof given === 'string' ? Buffer.from(given, 'hex') : Buffer.from(given);
				for (const value of readDer(buffer)) {
					expect(value.content.length).toBeLessThanOrEqual(buffer.length);
					octetsOf(value);
				}
			}),
		);
	});
});
