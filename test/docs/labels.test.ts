import type { INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { ApnsApi } from '../../credentials/ApnsApi.credentials.ts';
import { ApnsCertificateApi } from '../../credentials/ApnsCertificateApi.credentials.ts';
import { Apns } from '../../nodes/Apns/Apns.node.ts';
import { textOf } from './documents.ts';

const key = labelsIn(new ApnsApi().properties);
const certificate = labelsIn(new ApnsCertificateApi().properties);
const node = labelsIn(new Apns().description.properties);

/** All that these show, with what is inside of collections and lists. */
function labelsIn(given: readonly unknown[]): string[] {
	return (given as INodeProperties[]).flatMap(({ displayName, name, options = [], ...more }) => [
		displayName ?? name,
		...labelsIn(options),
		...('values' in more ? labelsIn(more.values as unknown[]) : []),
	]);
}

/** The first column of the tables of fields, and what the entries of its lists explain. */
function fieldsIn(document: string): string[] {
	const text = textOf(document);
	const tables = [
		...text.matchAll(/^ *\| (?:Field|Expires|Push Type) .*\n *\|[ -|]*\n((?: *\|.*\n)+)/gm),
	];
	const cells = tables.flatMap(([, rows = '']) =>
		rows
			.trim()
			.split('\n')
			.map((row) => row.split('|')[1]!),
	);
	const entries = [...text.matchAll(/^- ((?:\*\*[^*]+\*\*(?:, | and )?)+)(?: \(.*?\))?:/gm)];
	const named = entries.flatMap(([, names = '']) => [...names.matchAll(/\*\*(.*?)\*\*/g)]);
	return [...cells, ...named.map(([, name = '']) => name)].map((one) =>
		one.replaceAll('*', '').trim(),
	);
}

describe('documentation names fields as the panel does', () => {
	it.each([
		['docs/operations.md', node],
		['docs/credentials.md', [...key, ...certificate, ...node]],
		['docs/push-types.md', node],
		['docs/send-and-wait.md', node],
	])('in %s', (document, labels) => {
		const fields = fieldsIn(document);
		expect(fields.length).toBeGreaterThan(4);
		expect(fields.filter((field) => !labels.includes(field))).toEqual([]);
	});

	it('in the tables of docs/credentials.md, where all fields are', () => {
		const fields = fieldsIn('docs/credentials.md');
		const shown = [new ApnsApi(), new ApnsCertificateApi()].flatMap(({ properties }) => properties);
		for (const { displayName, type } of shown) {
			if (!['notice', 'hidden'].includes(type)) expect(fields).toContain(displayName);
		}
	});
});
