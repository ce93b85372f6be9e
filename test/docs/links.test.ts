import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsIn, withoutCode } from './anchorsIn.ts';
import { DOCUMENTS, ROOT, textOf } from './documents.ts';

/** As npm cuts it; and a front door is read in one sitting. */
const MAX_README = { bytes: 64_000, lines: 300 };

/** Links and pictures that lead to a place in the repository. */
function targetsIn(document: string): string[] {
	const text = withoutCode(textOf(document));
	const links = [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/src="([^"]+)"/g)];
	return links.map(([, target = '']) => target).filter((target) => !/^<?[a-z]+:/.test(target));
}

describe.each(DOCUMENTS)('%s', (document) => {
	it('leads to files and headings that are there', () => {
		const broken = targetsIn(document).filter((target) => {
			const [file = '', anchor] = target.split('#');
			const at = file === '' ? document : normalize(join(dirname(document), file));
			if (!existsSync(join(ROOT, at))) return true;
			return anchor !== undefined && !anchorsIn(textOf(at)).includes(anchor);
		});
		expect(broken).toEqual([]);
	});
});

it.each(DOCUMENTS)('%s has no two headings with the same anchor', (document) => {
	const anchors = anchorsIn(textOf(document));
	if (document !== 'CHANGELOG.md') expect(anchors).toEqual([...new Set(anchors)]);
});

describe('the README', () => {
	it('is read in one sitting, and npm shows all of it', () => {
		const text = textOf('README.md');
		expect(text.split('\n').length).toBeLessThan(MAX_README.lines);
		expect(Buffer.byteLength(text)).toBeLessThan(MAX_README.bytes);
	});

	it('leads to every document', () => {
		const targets = targetsIn('README.md').map((target) => target.split('#')[0]);
		for (const document of DOCUMENTS.filter((one) => one.startsWith('docs/'))) {
			expect(targets).toContain(document);
		}
	});
});
