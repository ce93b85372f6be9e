import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APS_SHAPES } from '../../nodes/Apns/notification/apsTable.ts';
import { createNotification } from '../../nodes/Apns/notification/Notification.ts';
import type { JsonObject } from '../../nodes/Apns/notification/payload.ts';
import type { PushType } from '../../nodes/Apns/notification/pushType.ts';
import {
	isNearlyFull,
	payloadWarnings,
	warningsOf,
} from '../../nodes/Apns/notification/warnings.ts';
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
		['alert', { aps: { alert: 'Hello', 'mutable-content': 0, 'content-available': 0 } }],
		['alert', { aps: { sound: { critical: 1, name: 'default', volume: 0.5 } } }],
		['background', { aps: { 'content-available': 1 }, order: 7 }],
		['complication', { aps: { anything: 'the app reads it' } }],
		['controls', { aps: { 'content-changed': true } }],
		['fileprovider', { 'container-identifier': 'c', domain: 'd' }],
		['liveactivity', { aps: update }],
		['liveactivity', { aps: { ...start, 'input-push-token': 1 } }],
		['liveactivity', { aps: { ...update, 'stale-date': NOW, 'relevance-score': 75 } }],
		['liveactivity', { aps: { ...update, alert: { title: { 'loc-key': 'T' }, body: 'B' } } }],
		['liveactivity', { aps: { event: 'end', timestamp: NOW, 'dismissal-date': 0 } }],
		['liveactivity', { aps: { event: 'end', timestamp: NOW, 'dismissal-date': 1 } }],
		['liveactivity', { aps: { event: 'end', timestamp: NOW, 'dismissal-date': 978_307_200 } }],
		['location', {}],
		['mdm', { mdm: 'magic' }],
		['pushtotalk', { speaker: 'Ada' }],
		['voip', { call: 7 }],
		['widgets', { aps: { 'content-changed': true } }],
	])('%s: %j', (pushType, payload) => {
		const notification = notificationOf(pushType, payload);
		expect(warningsOf(notification)).toEqual([]);
		expect(payloadRemarks(notification)).toEqual([]);
	});
});

describe('what the device would ignore is told in a sentence', () => {
	it.each<[PushType, JsonObject, string]>([
		['alert', {}, 'shows nothing'],
		['alert', { aps: { alert: { title: '', body: '' } } }, 'shows nothing'],
		['alert', { aps: 'Hello' }, '"aps" must be an object'],
		['alert', { aps: { alert: 'Hello' }, 'mutable-content': 1 }, '"mutable-content" inside "aps"'],
		['background', {}, '"content-available": 1'],
		['controls', {}, '"content-changed": true'],
		['alert', { aps: { 'content-available': 1 } }, "set 'Push Type' to Background"],
		['alert', { aps: { badge: 1, 'mutable-content': 1 } }, 'service extension'],
		[
			'background',
			{ aps: { 'content-available': 1, sound: 'default', badge: 1 } },
			'must not carry "badge", "sound"',
		],
		['background', { aps: { 'content-available': 0 } }, '"content-available": 1'],
		[
			'controls',
			{ aps: { 'content-changed': false } },
			'"content-changed" must be true, not false',
		],
		['widgets', { aps: { 'content-changed': 1 } }, '"content-changed" must be true, not 1'],
		['fileprovider', {}, '"container-identifier", "domain"'],
		['mdm', {}, '"mdm"'],
		['mdm', { mdm: 'magic', aps: { alert: 'Hello' } }, 'no "aps"'],
		['liveactivity', { aps: { badge: 1 } }, '"event"'],
		[
			'liveactivity',
			{ aps: { ...update, event: 'begin' } },
			'"start", "update" or "end", not "begin"',
		],
		['liveactivity', { aps: { event: 'update' } }, '"timestamp", "content-state"'],
		['liveactivity', { aps: { ...update, event: 'start' } }, '"attributes-type", "attributes"'],
		['liveactivity', { aps: { ...update, timestamp: NOW * 1000 } }, 'milliseconds'],
		['liveactivity', { aps: { ...update, sound: 'default' } }, 'inside "alert"'],
		['liveactivity', { aps: { ...start, alert: 'Hello' } }, 'must be an object with "title"'],
		['liveactivity', { aps: { ...update, timestamp: 790_000_000 } }, 'before 2001'],
		[
			'liveactivity',
			{ aps: { event: 'end', timestamp: NOW, 'dismissal-date': 14_400 } },
			'removes the activity at once',
		],
		['liveactivity', { aps: { ...update, 'dismissal-date': NOW } }, 'for the event "end"'],
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
		expect(payloadRemarks(notification)).toEqual(warnings);
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

/** As seen in users' payloads. */
describe('a value that Apple documents otherwise is told, with what it must be', () => {
	it.each<[PushType, JsonObject, string]>([
		['alert', { badge: '5' }, '"badge" must be a whole number, 0 or greater, not text'],
		['alert', { badge: null }, '"badge" must be a whole number, 0 or greater, not null'],
		['alert', { badge: -1 }, 'not -1'],
		['alert', { badge: 1.5 }, 'not 1.5'],
		['alert', { 'mutable-content': true }, '"mutable-content" must be the number 1, not true'],
		['alert', { 'mutable-content': '1' }, '"mutable-content" must be the number 1, not text'],
		['alert', { 'content-available': true }, '"content-available" must be the number 1, not true'],
		['background', { alert: undefined, 'content-available': true }, 'the number 1, not true'],
		[
			'alert',
			{ 'interruption-level': 'timeSensitive' },
			'"time-sensitive" or "critical", not "timeSensitive"',
		],
		['alert', { 'interruption-level': 2 }, 'or "critical", not 2'],
		['alert', { 'relevance-score': 75 }, 'a number from 0 to 1, not 75'],
		['alert', { 'thread-id': 7 }, '"thread-id" must be text, not 7'],
		['alert', { sound: true }, '"sound" must be text or an object, not true'],
		['alert', { sound: { critical: true, name: 'a' } }, '"sound.critical" must be the number 1'],
		['alert', { sound: { critical: 1, name: 'a', volume: 50 } }, '"sound.volume"'],
		['alert', { alert: ['Hello'] }, '"alert" must be text or an object, not a list'],
		['alert', { alert: { title: 5 } }, '"alert.title" must be text, not 5'],
		[
			'alert',
			{ alert: { 'loc-key': 'K', 'loc-args': [1] } },
			'"alert.loc-args" must be a list of texts',
		],
		['alert', { mutableContent: 1 }, 'no key "mutableContent" in "aps". Write "mutable-content"'],
		['alert', { thread_id: 'a' }, 'Write "thread-id"'],
		['alert', { order: 7 }, 'no key "order" in "aps"'],
		['alert', { alert: { title: 'T', text: 'B' } }, 'no key "text" in "alert"'],
		[
			'liveactivity',
			{ ...update, 'content-state': 'text' },
			'"content-state" must be an object, not text',
		],
		[
			'liveactivity',
			{ ...update, 'content-state': null },
			'"content-state" must be an object, not null',
		],
		[
			'liveactivity',
			{ ...update, timestamp: '2030-01-31T18:00:00Z' },
			'"timestamp" must be a number of Unix seconds, not text',
		],
		[
			'liveactivity',
			{ ...update, 'stale-date': `${NOW}` },
			'"stale-date" must be a number of Unix seconds, not text',
		],
		[
			'liveactivity',
			{ ...update, event: 'end', 'dismissal-date': 'now' },
			'"dismissal-date" must be',
		],
		[
			'liveactivity',
			{ ...update, 'relevance-score': '75' },
			'"relevance-score" must be a number, not text',
		],
		['liveactivity', { ...start, attributes: [] }, '"attributes" must be an object, not a list'],
		[
			'liveactivity',
			{ ...start, 'attributes-type': {} },
			'"attributes-type" must be text, not an object',
		],
		[
			'liveactivity',
			{ ...start, 'input-push-token': true },
			'"input-push-token" must be the number 1',
		],
		[
			'liveactivity',
			{ ...start, 'input-push-channel': 'no base64' },
			'"input-push-channel" must be a channel ID',
		],
		[
			'liveactivity',
			{ ...start, alert: { title: 5, body: 'B' } },
			'"alert.title" must be text or an object',
		],
		[
			'liveactivity',
			{ ...start, alert: { title: { 'loc-args': [], 'loc-key': 1 }, body: 'B' } },
			'"alert.title.loc-key" must be text',
		],
	])('%s: %j', (pushType, aps, words) => {
		const whole = pushType === 'alert' ? { alert: 'Hello', ...aps } : aps;
		expect(warningsOf(notificationOf(pushType, { aps: whole }))).toEqual([
			expect.stringContaining(words),
		]);
	});

	const json = fc.jsonValue();
	it.each(Object.entries(APS_SHAPES))(
		'%s: whatever the key holds, it fits or is told',
		(type, shape) => {
			fc.assert(
				fc.property(fc.constantFrom(...Object.keys(shape)), json, (key, value) => {
					const aps = JSON.parse(JSON.stringify({ [key]: value })) as JsonObject;
					const warnings = payloadWarnings(JSON.stringify({ aps }), type as PushType);
					const told = warnings.some((one) => one.startsWith(`"${key}" must be`));
					expect(told).toBe(!shape[key]?.fits(aps[key]));
					for (const warning of warnings) expect(warning).toMatch(/^[A-Z"][^\n]*\.$/);
				}),
			);
		},
	);

	it('in few sentences of few words, however many there are', () => {
		const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`key ${index}`, 1]));
		const long = { ['k'.repeat(3_000)]: 1 };
		for (const aps of [
			{ alert: 'a', ...many },
			{ alert: 'a', ...long },
		]) {
			const warnings = warningsOf(notificationOf('alert', { aps }));
			expect(warnings).toHaveLength(1);
			expect(warnings[0]?.length).toBeLessThan(250);
		}
	});
});

describe('a value that does not arrive as it was meant is told', () => {
	const alert = { aps: { alert: 'Hello' } };
	const sent = (payload: JsonObject) => warningsOf(notificationOf('alert', payload));
	const written = (text: string) => payloadWarnings(text, 'alert');

	it.each([
		[{ aps: { alert: 'cut \ud83d' } }, '"aps.alert" contains half a character'],
		[{ ...alert, list: [{ text: '\udce6 cut' }] }, '"list[0].text" contains half a character'],
		[{ ...alert, '\ud83d': 1 }, 'contains half a character'],
	])('half an emoji: %j', (payload, words) => {
		expect(sent(payload)).toEqual([expect.stringContaining(words)]);
	});

	it('but a whole emoji is not', () => {
		expect(sent({ aps: { alert: '📦' }, '📦': '👩‍👩‍👧' })).toEqual([]);
	});

	it.each([
		[{ ...alert, order: { total: Number.NaN } }, '"order.total"'],
		[{ ...alert, list: [1, Number.POSITIVE_INFINITY] }, '"list[1]"'],
		[{ ...alert, at: new Date(Number.NaN) }, '"at"'],
		[{ ...alert, at: { toJSON: () => null } }, '"at"'],
		[{ ...alert, list: [undefined] }, '"list[0]"'],
	])('what JSON writes as null: %o', (payload, words) => {
		const warning = `JSON has no form for the value of ${words}: null is sent instead.`;
		expect(sent(payload)).toEqual([warning]);
	});

	it('but a null is not, nor what is left out', () => {
		expect(sent({ ...alert, a: null, b: [null, 'null'], c: undefined, d: new Date(0) })).toEqual(
			[],
		);
	});

	it('a number that JavaScript has rounded, but not one that was written so', () => {
		expect(sent({ ...alert, id: Number('12345678901234567890') })).toEqual([
			expect.stringMatching(/^"id" is 12345678901234567000: .* Use text instead\.$/),
		]);
		expect(written('{"aps":{"alert":"a"},"id":12345678901234567890}')).toEqual([]);
		expect(sent({ ...alert, id: 9007199254740991, price: 25.1 })).toEqual([]);
	});

	it('a number that is none on the device', () => {
		expect(written('{"aps":{"alert":"a"},"big":1e400}')).toEqual([
			expect.stringContaining('"big" is 1e400'),
		]);
	});

	it('in the deepest payload that fits, too', () => {
		const deep = `{"a":${'['.repeat(2_040)}1e400${']'.repeat(2_040)}}`;
		expect(payloadWarnings(deep, 'voip')).toHaveLength(1);
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
