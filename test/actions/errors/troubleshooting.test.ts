import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApnsApi } from '../../../credentials/ApnsApi.credentials.ts';
import { ApnsCertificateApi } from '../../../credentials/ApnsCertificateApi.credentials.ts';
import {
	TROUBLESHOOTING_TOPICS,
	troubleshootingUrl,
} from '../../../nodes/Apns/actions/errors/troubleshooting.ts';
import { anchorsIn } from '../../docs/anchorsIn.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
const codex = JSON.parse(read('nodes/Apns/Apns.node.json')) as {
	resources: Record<string, Array<{ url: string }>>;
};
const DOCUMENTS = `${homepage.split('#')[0]}/blob/main/`;

/** Whether an address leads to a document of the repository and, if it names a heading, to that heading. */
function isThere(url: string): boolean {
	const [page = '', anchor] = url.split('#');
	if (!page.startsWith(DOCUMENTS)) return false;
	const anchors = anchorsIn(read(page.slice(DOCUMENTS.length)));
	return anchor === undefined || anchors.includes(anchor);
}

describe('links into the documentation', () => {
	it.each(TROUBLESHOOTING_TOPICS)('%s has a section there', (topic) => {
		expect(isThere(troubleshootingUrl(topic))).toBe(true);
	});

	it('lead from the credentials and from the codex to what is there', () => {
		const urls = Object.values(codex.resources)
			.flat()
			.map(({ url }) => url);
		const credentials = [new ApnsApi(), new ApnsCertificateApi()];
		for (const url of [...credentials.map((one) => one.documentationUrl), ...urls]) {
			// GitHub's own name for the whole page.
			if (url !== homepage) expect(isThere(url), url).toBe(true);
		}
	});
});
