import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SetupError } from '../../../nodes/Apns/actions/errors/SetupError.ts';
import { fieldsOf, hostileValue } from './fieldsOf.ts';

type Reader = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'textList' | 'jsonObject';

function read(reader: Reader, value: unknown): unknown {
	const fields = fieldsOf({ field: value });
	if (reader === 'number') return fields.number('field', -10, 10);
	if (reader === 'integer') return fields.integer('field', 1, 10);
	if (reader === 'choice') return fields.choice('field', ['one', 'two']);
	return fields[reader]('field');
}

function errorOf(reader: Reader, value: unknown): SetupError {
	try {
		read(reader, value);
	} catch (error) {
		expect(error).toBeInstanceOf(SetupError);
		return error as SetupError;
	}
	throw new Error('It was accepted');
}

const READERS: readonly Reader[] = [
	'text',
	'number',
	'integer',
	'boolean',
	'choice',
	'textList',
	'jsonObject',
];

describe('a field', () => {
	it.each(READERS)('that is empty is undefined (%s)', (reader) => {
		for (const empty of [undefined, null, '']) expect(read(reader, empty)).toBeUndefined();
	});

	it.each<[Reader, unknown, unknown]>([
		['text', 'Hello', 'Hello'],
		['text', ' ', ' '],
		['text', 0, '0'],
		['text', false, 'false'],
		['number', 1.5, 1.5],
		['number', '1.5', 1.5],
		['number', ' 7 ', 7],
		['number', 0, 0],
		['number', -10, -10],
		['number', 10, 10],
		['number', '-.5', -0.5],
		['number', '1e-3', 0.001],
		['integer', '7', 7],
		['integer', '7.00', 7],
		['integer', 7.0, 7],
		['boolean', true, true],
		['boolean', 'true', true],
		['boolean', false, false],
		['boolean', 'false', false],
		['boolean', 'TRUE', true],
		['boolean', ' False ', false],
		['boolean', 1, true],
		['boolean', 0, false],
		['boolean', '1', true],
		['boolean', '0', false],
		['boolean', 't', true],
		['boolean', 'f', false],
		['choice', 'two', 'two'],
		['textList', 'one', ['one']],
		['textList', ['one', 2, true], ['one', '2', 'true']],
		['textList', '["one", 2]', ['one', '2']],
		['textList', ' ["one"]', ['one']],
		['textList', '[brackets] in a text', ['[brackets] in a text']],
		['textList', 7, ['7']],
		['textList', '[12345678901234567890, 1.50, 1e400]', ['12345678901234567890', '1.50', '1e400']],
		['textList', [], undefined],
		['textList', '[]', undefined],
		['jsonObject', { a: 1 }, { a: 1 }],
		['jsonObject', '{"a":1}', { a: 1 }],
		['jsonObject', ' \n', undefined],
	])('%s: %j is %j', (reader, given, expected) => {
		expect(read(reader, given)).toEqual(expected);
	});

	it.each<[Reader, unknown, string]>([
		['text', {}, 'It is an object. Enter text.'],
		['text', ['a'], 'It is a list. Enter text.'],
		['text', () => 'a', 'It is a function. Enter text.'],
		['number', 'many', 'It is text. Enter a number.'],
		['number', '   ', 'It is text. Enter a number.'],
		['number', '1,5', 'It is text. Enter a number.'],
		['number', '+1', 'It is text. Enter a number.'],
		['number', '0x10', 'It is text. Enter a number.'],
		['number', '0b1', 'It is text. Enter a number.'],
		['number', '1_000', 'It is text. Enter a number.'],
		['number', '.', 'It is text. Enter a number.'],
		['number', 'Infinity', 'It is text. Enter a number.'],
		['number', `${'1'.repeat(1e6)}x`, 'It is text. Enter a number.'],
		['number', Number.NaN, 'It is the number NaN. Enter a number.'],
		['number', '1e999', 'It is text. Enter a number.'],
		['number', true, 'It is a boolean. Enter a number.'],
		['number', [7], 'It is a list. Enter a number.'],
		['number', 10n, 'It is a bigint. Enter a number.'],
		['number', 10.01, 'Enter a number from -10 to 10.'],
		['number', '-11', 'Enter a number from -10 to 10.'],
		['integer', 1.5, 'It is the number 1.5. Enter a whole number.'],
		['integer', 0, 'Enter a number from 1 to 10.'],
		['boolean', 2, 'It is the number 2. Enter true or false.'],
		['boolean', -0.5, 'It is the number -0.5. Enter true or false.'],
		['boolean', '01', 'It is text. Enter true or false.'],
		['boolean', [1], 'It is a list. Enter true or false.'],
		['boolean', 'yes', 'It is text. Enter true or false.'],
		['choice', 'three', 'Choose one of: one, two.'],
		['choice', 'One', 'Choose one of: one, two.'],
		['choice', 'constructor', 'Choose one of: one, two.'],
		['choice', ['one'], 'It is a list. Enter text.'],
		['textList', { a: 1 }, 'It is an object. Enter a list of text values.'],
		['textList', ['a', null], 'It is a list. Enter a list of text values.'],
		['textList', ['a', undefined], 'It is a list. Enter a list of text values.'],
		['textList', new Array(1), 'It is a list. Enter a list of text values.'],
		['textList', [['a']], 'It is a list. Enter a list of text values.'],
		['textList', '[["a"]]', 'It is text. Enter a list of text values.'],
		['jsonObject', [], 'It is a list. Enter a JSON object.'],
		['jsonObject', '[1]', 'It is a list. Enter a JSON object.'],
		['jsonObject', 'null', 'It is null. Enter a JSON object.'],
		['jsonObject', '"text"', 'It is text. Enter a JSON object.'],
		['jsonObject', 7, 'It is the number 7. Enter a JSON object.'],
		[
			'jsonObject',
			'12345678901234567890',
			'It is the number 12345678901234567000. Enter a JSON object.',
		],
		['jsonObject', new Date(0), 'It is an object. Enter a JSON object.'],
		['jsonObject', new Map([['a', 1]]), 'It is an object. Enter a JSON object.'],
	])('%s: %o is refused: %s', (reader, given, description) => {
		const error = errorOf(reader, given);
		expect(error.message).toContain("'FIELD'");
		expect(error.description).toBe(description);
	});
});

describe('JSON that does not parse', () => {
	it.each(['{', '{"a":1,}', "{'a':1}", '{"a": hello}', 'hello', '{"a":1}}', '\u0000{}'])(
		'%j is refused, with a way out',
		(text) => {
			const { message, description } = errorOf('jsonObject', text);
			expect(message).toMatch(/^'FIELD' is not valid JSON/);
			expect(description).toContain('double quotes');
		},
	);

	it('says where it broke, and does not repeat the text', () => {
		const text = `{\n  "secret": "s3cr3t ${'word '.repeat(20)}"\n  "order": 7\n}`;
		const { message, description } = errorOf('jsonObject', text);
		expect(message).toContain('(line 3, column 3)');
		expect(message + description).not.toContain('s3cr3t');
	});
});

describe('JSON text', () => {
	it('keeps its numbers as they are written', () => {
		const text = '{"id":12345678901234567890,"list":[1e400,25.00],"in":{"small":-0}}';
		expect(JSON.stringify(fieldsOf({ field: text }).jsonObject('field'))).toBe(text);
	});

	it('with a key that stands twice is refused, since one of the two would be lost', () => {
		const { message, description } = errorOf('jsonObject', '{"a":{"orderId":1, "orderId":2}}');
		expect(message).toBe('\'FIELD\' has the key "orderId" twice in one object');
		expect(description).toContain('Remove or rename');
		expect(
			errorOf('jsonObject', `{"${'k'.repeat(1e4)}":1,"${'k'.repeat(1e4)}":2}`).message.length,
		).toBeLessThan(120);
	});
});

describe('prototype keys', () => {
	it.each(['__proto__', 'constructor', 'prototype', 'toString'])('%s stays plain data', (key) => {
		const text = `{"${key}":{"polluted":true}}`;
		expect(JSON.stringify(fieldsOf({ field: text }).jsonObject('field'))).toBe(text);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});

	it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
		'%s is no field of a collection that has none',
		(key) => {
			expect(fieldsOf({ options: {} }).collection('options').raw(key)).toBeUndefined();
			expect(fieldsOf({ options: {} }).collection('options').text(key)).toBeUndefined();
		},
	);
});

describe('a collection', () => {
	it('has its own fields, under the labels of the editor', () => {
		const options = fieldsOf({ options: { priority: '10', badge: {} } }).collection('options');
		expect(options.text('priority')).toBe('10');
		expect(() => options.text('badge')).toThrow("'BADGE' is not text");
	});

	it.each([undefined, null, '', {}])('that is empty (%j) has no fields', (value) => {
		expect(fieldsOf({ options: value }).collection('options').raw('priority')).toBeUndefined();
	});

	it.each(['priority=5', 7, true, [['priority', '5']]])(
		'that is none (%j) is refused, not passed over',
		(value) => {
			const priority = () => fieldsOf({ options: value }).collection('options').text('priority');
			expect(priority).toThrow(SetupError);
			expect(priority).toThrow("'OPTIONS'");
		},
	);
});

describe('whatever a field holds', () => {
	const isText = (value: unknown) => typeof value === 'string';
	const isOfType: Readonly<Record<Reader, (value: unknown) => boolean>> = {
		text: isText,
		number: (value) => typeof value === 'number' && value >= -10 && value <= 10,
		integer: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10,
		boolean: (value) => typeof value === 'boolean',
		choice: (value) => value === 'one' || value === 'two',
		textList: (value) =>
			Array.isArray(value) && value.length > 0 && Array.from(value).every(isText),
		jsonObject: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
	};

	it.each(READERS)('%s gives a value of its type, or an error that names the field', (reader) => {
		fc.assert(
			fc.property(fc.oneof(hostileValue, fc.array(hostileValue)), (value) => {
				let result: unknown;
				try {
					result = read(reader, value);
				} catch (error) {
					if (!(error instanceof SetupError)) throw error;
					expect(error.message).toContain("'FIELD'");
					expect(error.description).not.toBe('');
					expect(error.message.length + error.description.length).toBeLessThan(400);
					return;
				}
				expect(result === undefined || isOfType[reader](result)).toBe(true);
			}),
			{ numRuns: 300 },
		);
	});
});
