import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeOf, readExample } from '../e2e/examples/readExample.ts';

describe('the example Campaign', () => {
	const example = readExample('campaign');

	test('creates the tables of campaign.sql', () => {
		const folder = join(import.meta.dirname, '..', '..', 'examples');
		const [, ...statements] = readFileSync(join(folder, 'campaign.sql'), 'utf8').split('\n\n');
		const { query } = nodeOf(example, 'Create the Tables').parameters;
		expect(query).toBe(statements.join('\n\n').trim());
	});

	test('writes the results of a batch also where there is no problem: else it would be sent again', () => {
		expect(nodeOf(example, 'Send the Batch')).toMatchObject({
			alwaysOutputData: true,
			onError: 'continueRegularOutput',
			parameters: {
				options: { emit: 'problems', collapseId: expect.stringContaining('campaignId') },
			},
		});
		expect(nodeOf(example, 'Write the Results')).toMatchObject({
			executeOnce: true,
			retryOnFail: true,
		});
	});
});
