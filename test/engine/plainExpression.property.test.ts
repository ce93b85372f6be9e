import fc from 'fast-check';
import type { IDataObject, INode, Workflow } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	compilePlainExpression,
	NOT_PLAIN,
} from '../../nodes/Apns/actions/parameters/plainExpression.ts';
import { Engine } from './Engine.ts';
import { expressionEngines, loadHostModules } from './hostModules.ts';

const RUNS = Number(process.env.APNS_PROPERTY_RUNS ?? 400);

const key = fc.oneof(
	fc.constantFrom('a', 'b', 'id', 'a b', '$json', 'token', 'größe', '0', '_id', 'name', 'length'),
	fc.constantFrom('constructor', '__proto__', 'prototype', 'toString', 'mainModule', 'arguments'),
	fc.string({ maxLength: 5 }),
);
const text = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'=',
		'={{ $json.a }}',
		'{{ 1 }}',
		'}}',
		'Größe 📦',
		'\ud800',
		'a\nb',
		'\\n',
	),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.string({ maxLength: 12 }),
);
const leaf = fc.oneof(
	text,
	fc.integer(),
	fc.double(),
	fc.boolean(),
	fc.constantFrom<unknown>(null, undefined, 0, -0, 1e21, 0.1, Number.NaN, Infinity),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		leaf,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(key, tie('value'), { maxKeys: 4 }),
	),
}));
const item = fc.dictionary(key, value as fc.Arbitrary<unknown>, { maxKeys: 5 });

const step = fc.oneof(
	key.map((name) => `.${name}`),
	key.map((name) => `["${name}"]`),
	key.map((name) => `['${name}']`),
	fc.nat(3).map((index) => `[${index}]`),
);
const path = fc
	.array(step, { minLength: 1, maxLength: 3 })
	.map((steps) => `$json${steps.join('')}`);
const blank = fc.constantFrom('', ' ', '  ', '\n', '\t');
const placeholder = fc.tuple(blank, path, blank).map((parts) => `{{${parts.join('')}}}`);
const expression = fc.oneof(
	{ weight: 3, arbitrary: placeholder },
	{
		weight: 3,
		arbitrary: fc
			.array(fc.oneof(placeholder, text), { maxLength: 5 })
			.map((parts) => parts.join('')),
	},
	{ weight: 1, arbitrary: text },
);

/** Random paths rarely lead anywhere, so this one is taken from the item itself. */
const pair = fc.oneof(
	fc.tuple(expression, item),
	fc
		.tuple(item, fc.array(fc.nat(3), { maxLength: 3 }), text, text)
		.map(([json, choices, before, after]): [string, Record<string, unknown>] => {
			let found: unknown = json;
			let steps = '';
			for (const choice of choices) {
				const keys = typeof found === 'object' && found !== null ? Object.keys(found) : [];
				const chosen = keys[choice % Math.max(1, keys.length)];
				if (chosen === undefined) break;
				steps += `[${JSON.stringify(chosen)}]`;
				found = (found as Record<string, unknown>)[chosen];
			}
			return [`${before}{{ $json${steps || '.a'} }}${after}`, json];
		}),
);

describe.each(expressionEngines())('a plain expression, beside the %s engine', (engineName) => {
	let engine: Engine;
	let workflow: Workflow;

	beforeAll(async () => {
		engine = await Engine.start({ expressionEngine: engineName });
		const host = loadHostModules().workflow;
		const node = { ...NODE };
		workflow = new host.Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: {
				getByName: () => TYPE,
				getByNameAndVersion: () => TYPE,
				getKnownTypes: () => ({}),
			},
		} as never);
		await workflow.expression.acquireIsolate?.();
	});

	afterAll(async () => {
		await workflow.expression.releaseIsolate?.();
		await engine.stop();
	});

	it('gives what n8n gives, or leaves it to n8n', () => {
		let plain = 0;
		fc.assert(
			fc.property(pair, ([template, json]) => {
				const ours = compilePlainExpression(`=${template}`)?.(json as IDataObject);
				if (ours === undefined || ours === NOT_PLAIN) return;
				plain += 1;
				expect(ours).toEqual(resolveByN8n(workflow, `=${template}`, json as IDataObject));
			}),
			{ numRuns: RUNS },
		);
		expect(plain).toBeGreaterThan(RUNS / 50);
	}, 120_000);

	it.each<[string, IDataObject, unknown]>([
		['={{ $json.token }}', { token: 'abc' }, 'abc'],
		['={{$json["a b"].c}}', { 'a b': { c: 7 } }, 7],
		['=Order {{ $json.id }} for {{ $json.name }}', { id: 7, name: 'Ada' }, 'Order 7 for Ada'],
		['={{ $json.list[1] }}', { list: ['x', 'y'] }, 'y'],
		['={{ $json.zero }}{{ $json.no }}', { zero: 0, no: false }, '0false'],
	])('%s needs no interpreter', (template, json, expected) => {
		expect(compilePlainExpression(template)?.(json)).toBe(expected);
		expect(resolveByN8n(workflow, template, json)).toBe(expected);
	});

	it.each([
		'={{ $json.a.toUpperCase() }}',
		'={{ $json.a + 1 }}',
		'={{ $node["x"].json.a }}',
		'={{ $json }}',
		'={{ $json.a }} \\{{ b }}',
		'=text',
		'={{ $json.constructor }}',
	])('%s is left to n8n', (template) => {
		expect(compilePlainExpression(template)).toBeUndefined();
	});
});

const NODE: INode = {
	id: 'node',
	name: 'Node',
	type: 'test',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const TYPE = { description: { properties: [] } };

function resolveByN8n(workflow: Workflow, template: string, json: IDataObject): unknown {
	return workflow.expression.getParameterValue(
		template,
		null,
		0,
		0,
		NODE.name,
		[{ json }],
		'manual',
		{},
	);
}
