import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsIn, withoutCode } from './anchorsIn.ts';

const root = join(import.meta.dirname, '..', '..');
const DOCUMENTS = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'test/simulator/README.md'],
	...['test/bench/README.md', 'test/delivery/run/README.md'],
	...readdirSync(join(root, 'docs')).map((name) => join('docs', name)),
];

/** As npm cuts it; and a front door is read in one sitting. */
const MAX_README = { bytes: 64_000, lines: 300 };

const textOf = (path: string) => readFileSync(path, 'utf8');

/** Links and pictures that lead to a place in the repository. */
function targetsIn(path: string): string[] {
	const text = withoutCode(textOf(path));
	const links = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/src="([^"]+)"/g)];
	return links.map(([, target = '']) => target).filter((target) => !/^<?[a-z]+:/.test(target));
}

describe.each(DOCUMENTS)('%s', (document) => {
	it('leads to files and headings that are there', () => {
		const path = join(root, document);
		const broken = targetsIn(path).filter((target) => {
			const [file = '', anchor] = target.split('#');
			const at = file === '' ? path : join(dirname(path), file);
			if (!existsSync(at)) return true;
			return anchor !== undefined && !anchorsIn(textOf(at)).includes(anchor);
		});
		expect(broken).toEqual([]);
	});
});

it.each(DOCUMENTS)('%s has no two headings with the same anchor', (document) => {
	const anchors = anchorsIn(textOf(join(root, document)));
	if (document !== 'CHANGELOG.md') expect(anchors).toEqual([...new Set(anchors)]);
});

describe('the README', () => {
	it('is read in one sitting, and npm shows all of it', () => {
		const text = textOf(join(root, 'README.md'));
		expect(text.split('\n').length).toBeLessThan(MAX_README.lines);
		expect(Buffer.byteLength(text)).toBeLessThan(MAX_README.bytes);
	});

	it('leads to every document', () => {
		const targets = targetsIn(join(root, 'README.md')).map((target) => target.split('#')[0]);
		for (const name of readdirSync(join(root, 'docs'))) {
			expect(targets, name).toContain(relative(root, join(root, 'docs', name)));
		}
	});
});
