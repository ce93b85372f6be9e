import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, readExample } from '../e2e/examples/readExample.ts';
import { mayFailUnanswered } from './mayFailUnanswered.ts';
import { namesUnknownIn } from './namesUnknownIn.ts';
import { neededN8n } from './neededN8n.ts';

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');

describe.each(EXAMPLES)('%s', (name) => {
	const example = readExample(name);
	const { nodes } = example;
	const text = JSON.stringify(nodes);
	const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
	const guide = String(notes.find((note) => note.name === 'How It Works')?.parameters['content']);

	test('holds our node as n8n knows it after an installation', () => {
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-apns.'));
		expect(new Set(ours.map(({ typeVersion }) => typeVersion))).toEqual(new Set([1]));
	});

	test('holds no credential, no secret and no device token of anybody', () => {
		expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
		expect(text).not.toMatch(/PRIVATE KEY|eyJ|[0-9a-f]{64}/i);
	});

	test('explains itself: what it does, and which credentials to choose in which nodes', () => {
		expect(guide).toContain('**Apple Push (APNs) API** credential');
		for (const { type, name: nodeName, parameters } of nodes) {
			const { authentication, genericAuthType } = parameters;
			if (authentication === 'headerAuth' || genericAuthType === 'httpHeaderAuth') {
				expect(guide).toContain('**Header Auth** credential');
			}
			if (authentication === 'basicAuth') expect(guide).toContain('**Basic Auth** credential');
			if (type === '@n8n/n8n-nodes-langchain.lmChatOpenAi') {
				expect(guide).toContain('**OpenAI** credential');
			}
			if (type === 'n8n-nodes-base.postgres') expect(guide).toContain('**Postgres** credential');
			if (type === 'n8n-nodes-base.crypto') expect(guide).toContain('**Crypto** credential');
			if (type.startsWith('n8n-nodes-apns.')) expect(guide).toContain(`*${nodeName}*`);
		}
	});

	test('has nodes that the oldest n8n has, or its note and the README say which n8n it needs', () => {
		const needed = neededN8n(nodes);
		const told = needed === undefined ? [] : [`**Needs n8n ${needed} or newer**`];
		expect(guide.match(/\*\*Needs n8n [^*]*\*\*/g) ?? []).toEqual(told);
		const line = readme.split('\n').find((one) => one.startsWith(`| [examples/${name}.json]`));
		expect(line?.match(/\*\*Needs n8n [^*]*\*\*/g) ?? []).toEqual(told);
	});

	test('names in its notes only fields that its results or its own nodes have', () => {
		expect(namesUnknownIn(nodes)).toEqual([]);
	});

	test('answers the caller of its webhook where a step fails, too', () => {
		expect(mayFailUnanswered(example)).toEqual([]);
	});
});
