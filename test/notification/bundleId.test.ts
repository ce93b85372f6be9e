import { describe, expect, it } from 'vitest';
import { createNotification } from '../../nodes/Apns/notification/Notification.ts';
import { warningsOf } from '../../nodes/Apns/notification/warnings.ts';

const payload = { aps: { alert: 'Hello' } };

describe('a bundle ID that ends like a topic', () => {
	it('gets the suffix of the push type where it is known to be a bundle ID', () => {
		const draft = { bundleIdOrTopic: 'com.acme.voip', payload: {} };
		const topicOf = (isBundleId: boolean) =>
			createNotification({ ...draft, pushType: 'voip', isBundleId }).topic;
		expect(topicOf(true)).toBe('com.acme.voip.voip');
		expect(topicOf(false)).toBe('com.acme.voip');
	});

	it('is not told to look like the topic of another push type where it is known', () => {
		const draft = { bundleIdOrTopic: 'com.acme.voip', pushType: 'alert', payload } as const;
		expect(warningsOf(createNotification({ ...draft, isBundleId: true }))).toEqual([]);
		expect(warningsOf(createNotification(draft))).toEqual([
			expect.stringContaining('push-type suffix (.voip)'),
		]);
	});
});
