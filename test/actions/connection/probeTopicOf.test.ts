import { describe, expect, it } from 'vitest';
import { probeTopicOf } from '../../../nodes/Apns/actions/connection/diagnoseCredential.ts';
import type { ApnsCredential } from '../../../nodes/Apns/actions/credential/ApnsCredential.ts';

const of = (bundleId: string | undefined, topics?: string[]) => {
	const clientCertificate = topics && { topics };
	return probeTopicOf({ bundleId, clientCertificate } as ApnsCredential);
};

describe('what the credential’s test and Check Health ask APNs about', () => {
	it.each([
		['com.example.app', undefined, 'com.example.app', 'background'],
		['com.acme.voip', undefined, 'com.acme.voip', 'background'],
		['com.acme.voip', ['com.acme.voip', 'com.acme.voip.voip'], 'com.acme.voip', 'background'],
		['com.example.app', ['com.example.app.voip'], 'com.example.app.voip', 'voip'],
		['com.acme.voip', ['com.acme.voip.voip'], 'com.acme.voip.voip', 'voip'],
		[
			'com.apple.mgmt.External.1',
			['com.apple.mgmt.External.1'],
			'com.apple.mgmt.External.1',
			'mdm',
		],
		['pass.com.example.card', ['pass.com.example.card'], 'pass.com.example.card', 'wallet'],
		['com.example.app', [], 'com.example.app', 'background'],
	])('%s with the topics %j: %s as %s', (bundleId, topics, topic, pushType) => {
		expect(of(bundleId, topics)).toEqual({ topic, pushType });
	});

	it('nothing, where neither says', () => {
		expect(of(undefined)).toBeUndefined();
		expect(of(undefined, [])).toBeUndefined();
	});
});
