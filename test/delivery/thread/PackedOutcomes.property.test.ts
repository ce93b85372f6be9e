import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outcomeOf, type Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { OutcomePacker, unpack } from '../../../nodes/Apns/delivery/thread/PackedOutcomes.ts';

const text = fc.constantFrom('a', 'b');
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });

const outcome: fc.Arbitrary<Outcome> = fc
	.record({
		outcome: fc.constantFrom('accepted', 'rejected', 'notSent', 'unknown'),
		errorCode: fc.constantFrom('SUCCESS', 'TIMEOUT'),
		action: fc.constantFrom('none', 'review'),
		message: text,
		status: maybe(fc.constantFrom(200, 410)),
		reason: maybe(text),
		apnsId: maybe(fc.uuid()),
		apnsUniqueId: maybe(fc.uuid()),
		timestamp: maybe(text),
		retryAfterSeconds: maybe(fc.constantFrom(1, 2)),
		attempts: fc.constantFrom(0, 1, 2),
	})
	.map((fields) => outcomeOf(fields));

it('outcomes arrive in the other thread as they were, whatever they have in common', () => {
	fc.assert(
		fc.property(fc.array(outcome), (outcomes) => {
			const packer = new OutcomePacker();
			outcomes.forEach((one, index) => packer.add(index * 3, one));
			const arrived: Array<[number, Outcome]> = [];
			unpack(structuredClone(packer.pack()), (index, one) => arrived.push([index, one]));
			expect(arrived).toEqual(outcomes.map((one, index) => [index * 3, one]));
		}),
	);
});
