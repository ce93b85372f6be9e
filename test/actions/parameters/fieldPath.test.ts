import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { fieldPathsOf, fieldReader } from '../../../nodes/Apns/actions/parameters/fieldPath.ts';

const item: IDataObject = {
	token: 'a',
	device: { token: 'b', 'push token': 'c' },
	devices: [{ token: 'd' }, { token: 'e' }],
	'device token': 'f',
	'flat.token': 'g',
	"it's": { "that's": 'h' },
	list: [['i']],
};

describe('a field of an item is found by', () => {
	it.each([
		['its name', 'token', 'a'],
		['its name with blanks around', ' token\n', 'a'],
		['a path', 'device.token', 'b'],
		['a path with a name in quotes', 'device["push token"]', 'c'],
		['a path with a name in single quotes', "device['push token']", 'c'],
		['a path with a blank in it', 'device.push token', 'c'],
		['a path into a list', 'devices[0].token', 'd'],
		['a path into a list, with dots only', 'devices.1.token', 'e'],
		['a path into a list of lists', 'list[0][0]', 'i'],
		['a name with a blank', 'device token', 'f'],
		['a name in quotes', '["device token"]', 'f'],
		['a name with a dot', 'flat.token', 'g'],
		['a name with a dot in quotes', "['flat.token']", 'g'],
		['names with quotes, escaped', String.raw`['it\'s']['that\'s']`, 'h'],
		['$json', '$json.device.token', 'b'],
		['$json and a name in quotes', '$json["device token"]', 'f'],
		['$item, as in workflows with combined binary data', '$item.devices[1].token', 'e'],
		['an expression that nobody evaluates', '{{ $json.device.token }}', 'b'],
	])('%s', (_, name, value) => {
		expect(fieldReader(name)(item)).toBe(value);
	});

	it.each([
		'',
		' ',
		'.',
		'nothing',
		'device.',
		'devices[',
		'devices[x]',
		'devices[2].token',
		'a..b',
	])('nothing else: %j', (name) => {
		expect(fieldReader(name)(item)).toBeUndefined();
	});

	it.each(['toString', '__proto__', 'constructor.name', 'devices.map', 'token.length'])(
		'its own name only, not %s',
		(name) => {
			expect(fieldReader(name)(item)).toBeUndefined();
		},
	);
});

describe('the fields of an item in a message', () => {
	it('are those that can be typed', () => {
		expect(fieldPathsOf(item)).toEqual([
			'token',
			'device.token',
			'device.push token',
			'devices[0].token',
			'device token',
			'["flat.token"]',
			"it's.that's",
			'list[0][0]',
		]);
		expect(fieldPathsOf({})).toEqual([]);
	});

	it('are bounded in number and length', () => {
		const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field${n}`, n]));
		expect(fieldPathsOf(many)).toHaveLength(21);
		expect(fieldPathsOf({ ['x'.repeat(70_000)]: 1 })[0]?.length).toBeLessThan(70);
	});

	it('lead back to their values', () => {
		const key = fc.oneof(
			fc.constantFrom('a', 'a b', ' a', '', 'a.b', 'a[0]', '"', "'", '\\', '$json', '{{x}}', '0'),
			fc.string({ maxLength: 4 }),
		);
		const { value } = fc.letrec((tie) => ({
			value: fc.oneof(
				{ maxDepth: 4 },
				fc.constantFrom<unknown>(1, null, 'x'),
				fc.array(tie('value'), { maxLength: 2 }),
				fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
			),
		}));
		const anyItem = fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true });
		fc.assert(
			fc.property(anyItem, (json) => {
				for (const path of fieldPathsOf(json as IDataObject)) {
					if (path.endsWith('…') || Object.hasOwn(json, path)) continue;
					expect(fieldReader(path)(json as IDataObject), path).not.toBeUndefined();
				}
			}),
		);
	});
});
