import { describe, expect, it } from 'vitest';
import { checkNodeVersion } from '../../../nodes/Apns/actions/credential/nodeVersion.ts';

describe('the Node.js that n8n runs on', () => {
	it.each(['22.17.0', '22.22.1', '24.0.0', '24.21.0', '25.1.0', '26.0.0', '100.0.0'])(
		'%s will do',
		(version) => {
			expect(() => checkNodeVersion(version)).not.toThrow();
		},
	);

	it.each(['18.20.8', '20.20.2', '21.7.3', '22.16.0', '22.9.0', '23.0.0', '23.11.1'])(
		'%s is refused in one sentence: which it is, which is needed, what to do',
		(version) => {
			expect(() => checkNodeVersion(version)).toThrow(
				`n8n runs on Node.js ${version}, but the APNs node needs Node.js 24 or later, or 22.17 or a later version of 22: update Node.js or the Docker image of n8n, and restart n8n`,
			);
		},
	);
});
