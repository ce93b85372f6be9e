import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly, repeatedKeyIn } from '../../nodes/Apns/notification/exactJson.ts';

const rewritten = (text: string) => JSON.stringify(parseExactly(text));

/** All JSON numbers (RFC 8259 §6), including those that JavaScript writes differently. */
const number = fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,20})?([eE][+-]?\d{1,4})?$/);
const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'a', '1e5', '":1.0'));

/** JSON without white space, with any numbers; no key is repeated or looks like an index. */
const { json } = fc.letrec<{ json: string; list: string; object: string }>((tie) => ({
	json: fc.oneof(
		{ depthSize: 'small' },
		number,
		fc.string().map((text) => JSON.stringify(text)),
		fc.constantFrom('null', 'true', 'false'),
		tie('list'),
		tie('object'),
	),
	list: fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
	object: fc
		.uniqueArray(fc.tuple(key, tie('json')), { maxLength: 4, selector: ([name]) => name })
		.map((members) =>
			members
				.filter(([name]) => !/^\d+$/.test(name))
				.map(([name, value]) => `${JSON.stringify(name)}:${value}`),
		)
		.map((members) => `{${members.join(',')}}`),
}));

describe('JSON text', () => {
	it.each([
		'{"id":12345678901234567890}',
		'{"big":1e400,"small":1e-400}',
		'{"price":25.00,"zero":-0,"many":[0.1000000000000000055,1E5]}',
		'{"a":{"b":[[98765432109876543210]]}}',
		'{"__proto__":{"id":12345678901234567890}}',
	])('%s is written out as it was', (text) => {
		expect(rewritten(text)).toBe(text);
	});

	it('is written out as it was, whatever it holds', () => {
		fc.assert(
			fc.property(fc.array(json), (items) => {
				const text = `[${items.join(',')}]`;
				expect(rewritten(text)).toBe(text);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('has no repeated key where it has none', () => {
		fc.assert(
			fc.property(json, (text) => {
				expect(repeatedKeyIn(text, parseExactly(text))).toBeUndefined();
			}),
			{ numRuns: 1_000 },
		);
	});

	it('with white space is read as JSON.parse reads it', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom('', '\t', '  '), (value, indent) => {
				const text = JSON.stringify(value, null, indent);
				expect(rewritten(text)).toBe(JSON.stringify(JSON.parse(text)));
			}),
		);
	});

	it.each(['', '{', '{"a":1.0,}', '{"a":01}', 'NaN', '{"a":+1}', '[1.0'])(
		'%j is refused',
		(text) => {
			expect(() => parseExactly(text)).toThrow(SyntaxError);
		},
	);

	it('that is a number alone is a number', () => {
		expect(parseExactly('12345678901234567890')).toBe(12345678901234567000);
		expect(parseExactly(' 1.0')).toBe(1);
	});

	it('nested too deep is read without the stack', () => {
		for (const levels of [5_000, 50_000]) {
			const text = `[1.0,${'['.repeat(levels)}${']'.repeat(levels)}]`;
			expect(repeatedKeyIn(text, parseExactly(text))).toBeUndefined();
		}
	});
});

describe('a repeated key', () => {
	it.each([
		['{"a":1,"a":2}', 'a'],
		['{"a":1, "b" : {"c":1,\n"c"\t: 2}}', 'c'],
		['[{"a":1},{"a":{"b":{}},"a":1}]', 'a'],
		['{"a":1,"\\u0061":2}', 'a'],
		['{"a\\"":1,"a\\"":2}', 'a"'],
		['{"__proto__":1,"__proto__":2}', '__proto__'],
		['{"id":12345678901234567890,"id":2.0}', 'id'],
		['{"x":"}","a":"{\\"a\\":1","a":2}', 'a'],
		['{"1":1,"1":1}', '1'],
		['{"":1,"":1}', ''],
	])('in %s is found', (text, repeated) => {
		expect(repeatedKeyIn(text, parseExactly(text))).toBe(repeated);
	});

	it.each([
		'{"a":{"a":[{"a":1},{"a":2}]}}',
		'{"a":"\\"a\\":1, \\"a\\":2"}',
		'{"a":"a\\": ","b":1}',
	])('is none in %s', (text) => {
		expect(repeatedKeyIn(text, parseExactly(text))).toBeUndefined();
	});

	it('is looked for in no time', () => {
		const texts = [
			`{"a":1,"a":"${'\\"'.repeat(49_000)}"}`,
			`{"a":1,${'"b" :2,'.repeat(10_000)}"c":3}`,
			`{"a":"${'": '.replaceAll('"', '\\"').repeat(20_000)}"}`,
			`{"a":1,"b":"${'x'.repeat(5_000_000)}"}`,
		];
		const startMs = performance.now();
		for (const text of texts) repeatedKeyIn(text, parseExactly(text));
		expect(performance.now() - startMs).toBeLessThan(1_000);
	});
});
