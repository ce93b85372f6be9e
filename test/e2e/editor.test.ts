import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { N8nServer } from './N8nServer.ts';

const NODE = 'n8n-nodes-apns.apns';

let n8n: N8nServer;

beforeAll(async () => {
	n8n = await N8nServer.start();
});

afterAll(async () => {
	await n8n?.stop();
});

async function getJson<T>(path: string): Promise<T> {
	const response = await fetch(n8n.url + path);
	expect(response.status).toBe(200);
	return (await response.json()) as T;
}

describe('what the editor asks n8n for', () => {
	test.each([
		'notification/send',
		'notification/bulk',
		'notification/preview',
		'connection/health',
	])('the output of %s before the first run', async (path) => {
		const folder = join(import.meta.dirname, '../../nodes/Apns/__schema__/v1.0.0');
		const written: unknown = JSON.parse(readFileSync(join(folder, `${path}.json`), 'utf8'));
		expect(await getJson(`/schemas/${NODE}/1.0.0/${path}.json`)).toEqual(written);
	});

	test('the words that find the node, and where it is documented', async () => {
		const nodes = await n8n.rest.getFile<INodeTypeDescription[]>('/types/nodes.json');
		const { codex } = nodes.find(({ name }) => name === NODE) ?? {};
		expect(codex?.categories).toContain('Communication');
		const words = [codex?.alias].flat(2).join(' ').toLowerCase();
		for (const word of ['push', 'ios', 'apple', 'notification', 'iphone']) {
			expect(words).toContain(word);
		}
		expect(codex?.resources?.primaryDocumentation?.[0]?.url).toContain('#readme');
	});
});
