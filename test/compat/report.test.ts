import { describe, expect, it } from 'vitest';
import { isGreen, report, type VersionResult } from './report.ts';
import type { CellResult } from './runCell.ts';
import { N8N_VERSIONS, NEWEST } from './versions.ts';

const cell = (node: string, more: Partial<CellResult> = {}): CellResult => ({
	...{ n8n: '2.0.3', node, expectation: 'works', passed: 76, failed: 0, minutes: 1.25 },
	...more,
});
const installed = (version: string, minutes?: number) => ({
	...{ version, folder: '', gigabytes: 1.95, nodeRange: '>=20' },
	minutes,
});

const GREEN: VersionResult = {
	version: '2.0.3',
	installed: installed('2.0.3', 2),
	cells: [cell('24.1.0'), cell('20.20.2', { expectation: 'refuses', passed: 27 }), cell('22.17.0')],
};
const RED: VersionResult = {
	version: '1.110.1',
	installed: installed('1.110.1'),
	cells: [cell('24.1.0', { passed: 75, failed: 1 })],
};
const NOTHING: VersionResult = { version: '2.11.4', installed: undefined, cells: [] };

describe('npm run compat', () => {
	it('fails where a check did, where n8n was not installed, and where nothing was tried', () => {
		expect(isGreen(GREEN)).toBe(true);
		expect(isGreen(RED)).toBe(false);
		expect(isGreen(NOTHING)).toBe(false);
		expect(isGreen({ ...GREEN, cells: [] })).toBe(false);
		expect(isGreen({ ...GREEN, cells: [cell('24.1.0', { passed: 0 })] })).toBe(false);
	});

	it('prints a line for each n8n and a column for each Node.js, both in the order of their versions', () => {
		expect(report([NOTHING, GREEN, RED]).split('\n')).toEqual([
			'| n8n | Node.js 20.20.2 | Node.js 22.17.0 | Node.js 24.1.0 | installing, minutes | disk, GB |',
			'| --- | --: | --: | --: | --: | --: |',
			'| 1.110.1 | – | – | 75 passed, **1 failed** (1.3 min) | was there | 1.9 |',
			'| 2.0.3 | says what it needs: 27 passed (1.3 min) | 76 passed (1.3 min) | 76 passed (1.3 min) | 2.0 | 1.9 |',
			'| 2.11.4 | – | – | – | **failed** | – |',
		]);
	});

	it('ends with the n8n that all other tests run', () => {
		expect(N8N_VERSIONS.at(-1)).toBe(NEWEST);
		expect(new Set(N8N_VERSIONS.map(({ n8n }) => n8n)).size).toBe(N8N_VERSIONS.length);
	});
});
