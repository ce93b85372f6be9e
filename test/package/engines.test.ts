import { satisfies } from 'semver';
import { describe, expect, it } from 'vitest';
import { engines } from '../../package.json' with { type: 'json' };

/** Lists of headers for `node:http2` were added in 22.17 and 24.0; no 23.x has them. */
const SUITABLE = ['22.17.0', '22.99.0', '24.0.0', '24.21.0', '25.0.0', '26.0.0'];
const UNSUITABLE = ['20.20.2', '22.16.0', '23.0.0', '23.11.1'];

describe('the Node.js versions that the package asks for', () => {
	it.each(SUITABLE)('admit %s', (version) => {
		expect(satisfies(version, engines.node)).toBe(true);
	});

	it.each(UNSUITABLE)('do not admit %s', (version) => {
		expect(satisfies(version, engines.node)).toBe(false);
	});
});
