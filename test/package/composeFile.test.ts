import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { codeBlocks, textOf } from '../docs/documents.ts';
import { fromEnvironment } from '../setup/environment.ts';

const markdown = textOf('docs/install.md');
const [composeFile = ''] = codeBlocks(markdown, 'yaml');

/** Where n8n reads its environment. */
const READERS = ['n8n/dist', 'n8n-core/dist', '@n8n/config/dist'];

let sources: string[];

beforeAll(() => {
	const modules = join(fromEnvironment('N8N_FOLDER'), 'node_modules');
	sources = READERS.flatMap((reader) => {
		const folder = join(modules, reader);
		const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
		return files
			.filter((file) => file.endsWith('.js'))
			.map((file) => readFileSync(join(folder, file), 'utf8'));
	});
});

const isKnown = (name: string) => sources.some((text) => new RegExp(`\\b${name}\\b`).test(text));

test('n8n knows each variable of the compose file', () => {
	const { services } = parse(composeFile, { merge: true }) as {
		services: Record<'main', { environment: Record<string, string> }>;
	};
	const names = Object.keys(services.main.environment);
	expect(names).toContain('N8N_ENCRYPTION_KEY');
	expect(names.filter((name) => !isKnown(name))).toEqual([]);
});

test('n8n knows each variable that docs/install.md names', () => {
	const names = new Set(markdown.match(/\bN8N_[A-Z_]+\b/g));
	expect(names).toContain('N8N_REINSTALL_MISSING_PACKAGES');
	expect([...names].filter((name) => !isKnown(name))).toEqual([]);
});

test('n8n keeps binary data in the database in queue mode, so that no folder has to be kept', () => {
	const decision = "executionsConfig.mode === 'queue' ? 'database'";
	expect(sources.some((text) => text.includes(decision))).toBe(true);
});
