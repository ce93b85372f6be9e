import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApnsApi } from '../../../credentials/ApnsApi.credentials.ts';
import { ApnsCertificateApi } from '../../../credentials/ApnsCertificateApi.credentials.ts';
import {
	TROUBLESHOOTING_TOPICS,
	troubleshootingUrl,
} from '../../../nodes/Apns/actions/errors/troubleshooting.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const readme = read('README.md');
const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
const codex = JSON.parse(read('nodes/Apns/Apns.node.json')) as {
	resources: Record<string, Array<{ url: string }>>;
};

/** As GitHub makes them: lower case, blanks to hyphens, without what is no word character. */
const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
	heading
		.toLowerCase()
		.replace(/[^\w\- ]/g, '')
		.replaceAll(' ', '-'),
);

function anchorOf(url: string): string {
	const [page, anchor = ''] = url.split('#');
	expect(page).toBe(homepage.split('#')[0]);
	return anchor;
}

describe('links into the README', () => {
	it.each(TROUBLESHOOTING_TOPICS)('%s has a section there', (topic) => {
		expect(anchors).toContain(anchorOf(troubleshootingUrl(topic)));
	});

	it('lead from the credentials and from the codex to what is there', () => {
		const urls = Object.values(codex.resources)
			.flat()
			.map(({ url }) => url);
		const credentials = [new ApnsApi(), new ApnsCertificateApi()];
		for (const url of [...credentials.map((one) => one.documentationUrl), ...urls]) {
			// GitHub's own name for the whole page.
			if (url !== homepage) expect(anchors).toContain(anchorOf(url));
		}
	});

	it('inside it lead to a heading', () => {
		for (const [, anchor] of readme.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
	});

	it('no two headings have the same anchor', () => {
		expect(anchors).toEqual([...new Set(anchors)]);
	});
});
