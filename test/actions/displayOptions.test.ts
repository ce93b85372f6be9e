import type { IDisplayOptions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { ApnsApi } from '../../credentials/ApnsApi.credentials.ts';
import { ApnsCertificateApi } from '../../credentials/ApnsCertificateApi.credentials.ts';
import { Apns } from '../../nodes/Apns/Apns.node.ts';

const { properties, credentials = [] } = new Apns().description;

/** What n8n itself provides in every supported version. `@feature` came later. */
const PROVIDED = ['@version', '@tool'];

type Parameter = INodeProperties | INodePropertyCollection;

/** The parameters one level below: the fields of a collection, the groups of a fixed collection. */
function below(parameter: Parameter): Parameter[] {
	if ('values' in parameter) return parameter.values;
	const isCollection = ['collection', 'fixedCollection'].includes(parameter.type);
	return isCollection ? (parameter.options as Parameter[]) : [];
}

/** Whether a path such as `options.priority` leads to a parameter from here. */
function leadsTo(level: readonly Parameter[], [name, ...rest]: string[]): boolean {
	return level.some(
		(parameter) =>
			parameter.name === name && (rest.length === 0 || leadsTo(below(parameter), rest)),
	);
}

/**
 * The conditions that not every n8n resolves. n8n-workflow before 2.33.2 reads a key without `/` as the name of
 * a parameter at the same level. If there is none, for example with a dotted path, the whole node cannot be
 * loaded ("Could not resolve parameter dependencies"). A path that leads nowhere is silently never true.
 */
function unresolvable(
	root: readonly Parameter[],
	level: readonly Parameter[] = root,
	place = '',
): string[] {
	return level.flatMap((parameter) => {
		const path = `${place}${parameter.name}`;
		const conditions = 'displayOptions' in parameter ? parameter.displayOptions : undefined;
		return [
			...keysOf(conditions)
				.filter((key) => !resolves(key, root, level))
				.map((key) => `${path}: ${key}`),
			...unresolvable(root, below(parameter), `${path}.`),
		];
	});
}

function resolves(key: string, root: readonly Parameter[], level: readonly Parameter[]): boolean {
	if (key.startsWith('@')) return PROVIDED.includes(key);
	if (key.startsWith('/')) return leadsTo(root, key.slice(1).split('.'));
	return level.some(({ name }) => name === key);
}

function keysOf({ show = {}, hide = {} }: IDisplayOptions = {}): string[] {
	return [...Object.keys(show), ...Object.keys(hide)];
}

describe('every condition in displayOptions names a parameter beside it, or its path from the top', () => {
	it.each([
		['the node', properties],
		['the credential with a key', new ApnsApi().properties],
		['the credential with a certificate', new ApnsCertificateApi().properties],
	])('in %s', (_, ofAll) => {
		const conditions = ofAll.flatMap(({ displayOptions }) => keysOf(displayOptions));
		expect(conditions.length).toBeGreaterThan(3);
		expect([...new Set(unresolvable(ofAll))]).toEqual([]);
	});

	it('in what decides which credential the node takes', () => {
		const keys = credentials.flatMap(({ displayOptions }) => keysOf(displayOptions));
		expect(keys).not.toEqual([]);
		expect(keys.filter((key) => !resolves(key, properties, properties))).toEqual([]);
	});
});

describe('the rule', () => {
	const field = (name: string, show: IDisplayOptions['show'] = {}): INodeProperties => ({
		...{ displayName: name, name, type: 'string', default: '' },
		displayOptions: { show },
	});
	const level = (key: string): INodeProperties[] => [
		field('topic', { [key]: [true] }),
		{
			...field('options'),
			type: 'collection',
			options: [field('priority'), field('pace', { [key]: [true] })],
		},
		{
			...field('fields'),
			type: 'fixedCollection',
			options: [{ displayName: 'Field', name: 'field', values: [field('value')] }],
		},
	];

	it.each([
		['/topic', []],
		['/options.priority', []],
		['/fields.field.value', []],
		['@version', []],
		['topic', ['options.pace: topic']],
		['priority', ['topic: priority']],
		['options.priority', ['topic: options.priority', 'options.pace: options.priority']],
		['/options.other', ['topic: /options.other', 'options.pace: /options.other']],
		['@feature', ['topic: @feature', 'options.pace: @feature']],
	])('for %s', (key, found) => {
		expect(unresolvable(level(key))).toEqual(found);
	});
});
