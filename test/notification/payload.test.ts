import { describe, expect, it } from 'vitest';
import {
	buildPayload,
	isJsonObject,
	withImpliedAps,
	type JsonObject,
	type NotificationFields,
} from '../../nodes/Apns/notification/payload.ts';
import type { PushType } from '../../nodes/Apns/notification/pushType.ts';

/** "Generating a remote notification", tables 1 to 3. */
const FIELDS: ReadonlyArray<[NotificationFields, JsonObject]> = [
	[{ title: 'T' }, { alert: { title: 'T' } }],
	[{ subtitle: 'S' }, { alert: { subtitle: 'S' } }],
	[{ body: 'B' }, { alert: { body: 'B' } }],
	[{ launchImage: 'L' }, { alert: { 'launch-image': 'L' } }],
	[{ titleLocKey: 'K' }, { alert: { 'title-loc-key': 'K' } }],
	[{ titleLocArgs: ['1', '2'] }, { alert: { 'title-loc-args': ['1', '2'] } }],
	[{ subtitleLocKey: 'K' }, { alert: { 'subtitle-loc-key': 'K' } }],
	[{ subtitleLocArgs: ['1'] }, { alert: { 'subtitle-loc-args': ['1'] } }],
	[{ locKey: 'K' }, { alert: { 'loc-key': 'K' } }],
	[{ locArgs: ['1'] }, { alert: { 'loc-args': ['1'] } }],
	[{ badge: 7 }, { badge: 7 }],
	[{ badge: 0 }, { badge: 0 }],
	[{ sound: 'default' }, { sound: 'default' }],
	[{ threadId: 'T' }, { 'thread-id': 'T' }],
	[{ category: 'C' }, { category: 'C' }],
	[{ contentAvailable: true }, { 'content-available': 1 }],
	[{ mutableContent: true }, { 'mutable-content': 1 }],
	[{ targetContentId: 'W' }, { 'target-content-id': 'W' }],
	[{ interruptionLevel: 'time-sensitive' }, { 'interruption-level': 'time-sensitive' }],
	[{ relevanceScore: 0 }, { 'relevance-score': 0 }],
	[{ relevanceScore: 0.5 }, { 'relevance-score': 0.5 }],
	[{ filterCriteria: 'F' }, { 'filter-criteria': 'F' }],
	// A critical sound is a dictionary.
	[{ critical: true }, { sound: { critical: 1, name: 'default' } }],
	[{ critical: true, sound: 'a.caf' }, { sound: { critical: 1, name: 'a.caf' } }],
	[{ critical: true, criticalVolume: 0 }, { sound: { critical: 1, name: 'default', volume: 0 } }],
	[
		{ critical: true, sound: 'a.caf', criticalVolume: 0.3 },
		{ sound: { critical: 1, name: 'a.caf', volume: 0.3 } },
	],
	[{ critical: false, sound: 'a.caf', criticalVolume: 0.3 }, { sound: 'a.caf' }],
];

/** As the device will get it. */
const sent = (payload: unknown): unknown => JSON.parse(JSON.stringify(payload));

describe('a payload made of fields', () => {
	it.each(FIELDS)('%j stands under its key', (fields, aps) => {
		expect(buildPayload(fields, {})).toEqual({ aps });
	});

	it('holds all fields together', () => {
		const plain = FIELDS.filter(([fields]) => fields.critical === undefined);
		const fields = Object.assign({}, ...plain.map(([given]) => given)) as NotificationFields;
		const alerts = plain.map(([, { alert }]) => alert);
		expect(buildPayload(fields, { order: 7 })).toEqual({
			aps: {
				...Object.assign({}, ...plain.map(([, aps]) => aps)),
				alert: Object.assign({}, ...alerts),
			},
			order: 7,
		});
	});

	it.each([
		{},
		{ contentAvailable: false },
		{ mutableContent: false },
		{ critical: false },
		{ criticalVolume: 1 },
		{ title: undefined, badge: undefined, locArgs: undefined },
	])('has no aps where %j says nothing', (fields) => {
		expect(buildPayload(fields, {})).toEqual({});
		expect(buildPayload(fields, { order: 7 })).toEqual({ order: 7 });
	});

	it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
		'keeps the custom key %s as plain data, and takes nothing from it',
		(key) => {
			const text = `{"${key}":{"aps":{"badge":99},"polluted":true},"order":7}`;
			const payload = buildPayload({ title: 'T' }, JSON.parse(text) as JsonObject);

			expect(JSON.stringify(payload)).toBe(`{"aps":{"alert":{"title":"T"}},${text.slice(1)}`);
			expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
			expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
		},
	);

	it('does not change the custom data it is given', () => {
		const customData = Object.freeze({ order: 7 });
		buildPayload({ title: 'T' }, customData);
		expect(customData).toEqual({ order: 7 });
	});
});

describe('what a push type is about', () => {
	const cases: ReadonlyArray<[PushType, JsonObject, JsonObject]> = [
		['background', {}, { aps: { 'content-available': 1 } }],
		['background', { order: 7 }, { aps: { 'content-available': 1 }, order: 7 }],
		['widgets', {}, { aps: { 'content-changed': true } }],
		['controls', {}, { aps: { 'content-changed': true } }],
		['location', {}, { aps: {} }],
		['alert', { order: 7 }, { aps: {}, order: 7 }],
		['alert', { aps: { badge: 1 } }, { aps: { badge: 1 } }],
		['mdm', { mdm: 'push magic' }, { mdm: 'push magic' }],
		['fileprovider', { domain: 'd' }, { domain: 'd' }],
	];
	it.each(cases)('%s: %j is made %j', (pushType, given, expected) => {
		expect(sent(withImpliedAps(given, pushType))).toEqual(expected);
	});

	it('leaves prototype keys plain data', () => {
		const text = '{"__proto__":{"b":2},"constructor":3}';
		const payload = withImpliedAps(JSON.parse(text) as JsonObject, 'background');
		expect(JSON.stringify(payload)).toContain('"__proto__":{"b":2},"constructor":3');
	});

	it('does not change the payload it is given', () => {
		const payload = Object.freeze({ order: 7 });
		withImpliedAps(payload, 'background');
		expect(payload).toEqual({ order: 7 });
	});
});

describe('an object in the sense of JSON', () => {
	it.each([[{}], [{ a: 1 }], [Object.create(null)]])('%j is one', (value) => {
		expect(isJsonObject(value)).toBe(true);
	});

	it.each([null, undefined, [], [{}], 'text', 1, true, () => 1, Symbol('s'), 1n])(
		'%o is none',
		(value) => {
			expect(isJsonObject(value)).toBe(false);
		},
	);
});
