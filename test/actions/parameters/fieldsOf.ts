import fc from 'fast-check';
import { Fields, objectSource } from '../../../nodes/Apns/actions/parameters/Fields.ts';

/** Fields of a plain object. Their labels are their names in capitals. */
export function fieldsOf(values: Readonly<Record<string, unknown>>): Fields {
	return new Fields(objectSource(values), (name) => name.toUpperCase());
}

const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));

/** Anything that an expression can return, and values that only code can create. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
	fc.anything({
		withBigInt: true,
		withBoxedValues: true,
		withDate: true,
		withMap: true,
		withSet: true,
		withNullPrototype: true,
		withObjectString: true,
		withSparseArray: true,
		withTypedArray: true,
	}),
	fc.string({ unit: codeUnit, maxLength: 100 }),
	fc.json(),
	fc.double(),
	fc.constantFrom<unknown>(
		'',
		' ',
		'\r\nx: y',
		'\0',
		'true',
		'0',
		'1e999',
		'__proto__',
		'constructor',
		'{"__proto__":{"polluted":1}}',
		'['.repeat(100_000),
		`${'['.repeat(10_000)}${']'.repeat(10_000)}`,
		'x'.repeat(1_000_000),
		Symbol('value'),
		() => 'value',
		new Error('value'),
		10n,
		Number.NaN,
	),
);
