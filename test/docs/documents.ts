import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Everything that is written for people, as paths in the checkout. */
export const DOCUMENTS = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'test/simulator/README.md'],
	...['test/bench/README.md', 'test/delivery/run/README.md'],
	...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
];

/** The text of a document. */
export function textOf(document: string): string {
	return readFileSync(join(ROOT, document), 'utf8');
}

/**
 * The blocks of code in one of these languages, without the indentation that they have in a list.
 *
 * @param languages as they stand behind the opening fence: `sh`
 */
export function codeBlocks(markdown: string, ...languages: string[]): string[] {
	const blocks = markdown.matchAll(/^( *)```(\w*)\n(.*?)^ *```$/gms);
	return [...blocks]
		.filter(([, , language = '']) => languages.includes(language))
		.map(([, indent = '', , code = '']) => code.replace(new RegExp(`^${indent}`, 'gm'), ''));
}
