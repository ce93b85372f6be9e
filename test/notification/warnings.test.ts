import { describe, expect, it } from 'vitest';
import { createNotification } from '../../nodes/Apns/notification/Notification.ts';
import type { JsonObject } from '../../nodes/Apns/notification/payload.ts';
import type { PushType } from '../../nodes/Apns/notification/pushType.ts';
import { isNearlyFull, warningsOf } from '../../nodes/Apns/notification/warnings.ts';
import { payloadRemarks } from '../simulator/remarks/payloadRemarks.ts';

const NOW = 1_900_000_000;
const update = { event: 'update', timestamp: NOW, 'content-state': { minutes: 12 } };
const start = {
	...update,
	event: 'start',
	'attributes-type': 'DeliveryAttributes',
	attributes: {},
	alert: { title: 'T', body: 'B', sound: 'default' },
};
const MDM_TOPIC = 'com.apple.mgmt.External.1';

function notificationOf(pushType: PushType, payload: JsonObject, topic?: string) {
	const bundleIdOrTopic = topic ?? (pushType === 'mdm' ? MDM_TOPIC : 'com.example.app');
	return createNotification({ bundleIdOrTopic, pushType, payload });
}

describe('a notification that the device understands has no warnings', () => {
	it.each<[PushType, JsonObject]>([
		['alert', { aps: { alert: 'Hello' } }],
		['alert', { aps: { badge: 0 }, order: 7 }],
		['alert', { aps: { alert: { 'loc-key': 'K' }, 'mutable-content': 1 } }],
		['background', { order: 7 }],
		['complication', {}],
		['controls', {}],
		['fileprovider', { 'container-identifier': 'c', domain: 'd' }],
		['liveactivity', { aps: update }],
		['liveactivity', { aps: { ...start, 'input-push-token': 1 } }],
		['liveactivity', { aps: { event: 'end', timestamp: NOW, 'dismissal-date': 0 } }],
		['location', {}],
		['mdm', { mdm: 'magic' }],
		['pushtotalk', { speaker: 'Ada' }],
		['voip', { call: 7 }],
		['widgets', {}],
	])('%s: %j', (pushType, payload) => {
		const notification = notificationOf(pushType, payload);
		expect(warningsOf(notification)).toEqual([]);
		expect(payloadRemarks(notification)).toEqual([]);
	});
});

describe('what the device would ignore is told in a sentence', () => {
	it.each<[PushType, JsonObject, string]>([
		['alert', {}, 'shows nothing'],
		['alert', { aps: { 'content-available': 1 } }, 'set Push Type to Background'],
		['alert', { aps: { badge: 1, 'mutable-content': 1 } }, 'service extension'],
		['background', { aps: { sound: 'default', badge: 1 } }, 'must not carry "badge", "sound"'],
		['background', { aps: { 'content-available': 0 } }, '"content-available": 1'],
		['controls', { aps: { 'content-changed': false } }, '"content-changed": true'],
		['widgets', { aps: { 'content-changed': 1 } }, '"content-changed": true'],
		['fileprovider', {}, '"container-identifier", "domain"'],
		['mdm', {}, '"mdm"'],
		['mdm', { mdm: 'magic', aps: { alert: 'Hello' } }, 'no "aps"'],
		['liveactivity', { aps: { alert: 'Hello' } }, '"event"'],
		['liveactivity', { aps: { event: 'update' } }, '"timestamp", "content-state"'],
		['liveactivity', { aps: { ...update, event: 'start' } }, '"attributes-type", "attributes"'],
		['liveactivity', { aps: { ...update, timestamp: NOW * 1000 } }, 'milliseconds'],
		['liveactivity', { aps: { ...update, sound: 'default' } }, 'inside "alert"'],
		['liveactivity', { aps: { ...start, alert: 'Hello' } }, 'is an object'],
		[
			'liveactivity',
			{ aps: { ...start, 'input-push-token': 1, 'input-push-channel': 'YQ==' } },
			'exclude each other',
		],
	])('%s: %j', (pushType, payload, words) => {
		const notification = notificationOf(pushType, payload);
		const warnings = warningsOf(notification);
		expect(warnings).toEqual([expect.stringContaining(words)]);
		expect(warnings[0]).toMatch(/^[A-Z"].*\.$/);
		// The simulator, which knows it from the same pages, agrees.
		expect(payloadRemarks(notification)).not.toEqual([]);
	});

	it('a sound that is not played', () => {
		const aps = { alert: 'Hello', sound: 'default', 'interruption-level': 'passive' };
		expect(warningsOf(notificationOf('alert', { aps }))).toEqual([
			expect.stringContaining('no sound'),
		]);
	});

	it('a topic that ends like that of another type', () => {
		const aps = { alert: 'Hello' };
		expect(warningsOf(notificationOf('alert', { aps }, 'com.example.app.voip'))).toEqual([
			expect.stringContaining('.voip'),
		]);
		expect(warningsOf(notificationOf('voip', {}, 'com.example.app.voip'))).toEqual([]);
	});
});

describe('a payload', () => {
	it.each([
		['alert', 3_800, false],
		['alert', 4_000, true],
		['voip', 4_000, false],
		['voip', 5_000, true],
	] as const)('of %s with %i bytes and some is nearly full: %s', (pushType, bytes, expected) => {
		const notification = notificationOf(pushType, { data: 'x'.repeat(bytes) });
		expect(isNearlyFull(notification)).toBe(expected);
	});
});
