import { describe, expect, it } from 'vitest';
import { readBundleId } from '../../../nodes/Apns/actions/parameters/bundleId.parameters.ts';
import { fieldsOf } from './fieldsOf.ts';

const SUFFIXED = 'com.example.app.push-type.liveactivity';

describe('the bundle ID of a channel', () => {
	it.each([
		['', 'com.example.app', 'com.example.app'],
		['com.example.other', 'com.example.app', 'com.example.other'],
		['', SUFFIXED, SUFFIXED],
		[SUFFIXED, SUFFIXED, SUFFIXED],
	])('%j with %j in the credential is %s', (bundleId, inCredential, expected) => {
		expect(readBundleId(fieldsOf({ bundleId }), inCredential)).toBe(expected);
	});

	it('in the node is refused where it looks like a whole topic', () => {
		for (const inCredential of [undefined, 'com.example.app']) {
			expect(() => readBundleId(fieldsOf({ bundleId: SUFFIXED }), inCredential)).toThrow(
				'already contains a push-type suffix',
			);
		}
	});
});
