import { describe, expect, it } from 'vitest';
import {
	createNotification,
	type Notification,
	type NotificationDraft,
} from '../../nodes/Apns/notification/Notification.ts';
import { NotificationRefusal } from '../../nodes/Apns/notification/NotificationRefusal.ts';
import type { JsonObject } from '../../nodes/Apns/notification/payload.ts';
import {
	PUSH_TYPES,
	type Priority,
	type PushType,
} from '../../nodes/Apns/notification/pushType.ts';

function create(draft: Partial<NotificationDraft> = {}): Notification {
	return createNotification({
		bundleIdOrTopic: 'com.example.app',
		pushType: 'alert',
		payload: { aps: { alert: 'Hello' } },
		...draft,
	});
}

function refusalOf(draft: Partial<NotificationDraft>): NotificationRefusal {
	try {
		create(draft);
	} catch (error) {
		expect(error).toBeInstanceOf(NotificationRefusal);
		return error as NotificationRefusal;
	}
	throw new Error('It was accepted');
}

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

describe('a notification', () => {
	it('carries what it was made of, ready to send', () => {
		const notification = create({
			pushType: 'voip',
			priority: 5,
			expirationSeconds: 0,
			collapseId: 'order 7',
			apnsId: '123E4567-E89B-12D3-A456-426614174000',
			payload: { aps: {}, order: 'Größe 📦' },
		});
		expect(notification).toMatchObject({
			topic: 'com.example.app.voip',
			pushType: 'voip',
			priority: 5,
			expirationSeconds: 0,
			collapseId: 'order 7',
			apnsId: '123e4567-e89b-12d3-a456-426614174000',
		});
		expect(notification.payload).toBe('{"aps":{},"order":"Größe 📦"}');
	});

	it.each(Object.keys(PUSH_TYPES) as PushType[])(
		'of type %s adds nothing to its payload',
		(type) => {
			for (const payload of [{}, { aps: {} }, { aps: null }, { order: 7 }]) {
				expect(create({ pushType: type, payload }).payload).toBe(JSON.stringify(payload));
			}
		},
	);

	it.each(Object.keys(PUSH_TYPES) as PushType[])('of type %s has the default priority', (type) => {
		expect(create({ pushType: type }).priority).toBe(PUSH_TYPES[type].defaultPriority);
	});

	it.each<[PushType, Priority, string]>([
		['background', 10, 'only priority 5'],
		['background', 1, 'only priority 5'],
		['liveactivity', 1, 'Allowed: 10, 5'],
		['location', 1, 'Allowed: 10, 5'],
		['pushtotalk', 5, 'Allowed: 10'],
		['pushtotalk', 1, 'Allowed: 10'],
	])(
		'of type %s with priority %i is refused, saying what is allowed',
		(pushType, priority, way) => {
			const { code, message } = refusalOf({ pushType, priority });
			expect(code).toBe('BAD_REQUEST');
			expect(message).toContain(`Priority ${priority}`);
			expect(message).toContain(way);
		},
	);
});

describe('the size of a payload', () => {
	const frame = bytesOf('{"aps":{"alert":""}}');

	/** A payload of this size, mostly one kind of character. */
	function payloadOf(bytes: number, unit: string): JsonObject {
		const unitBytes = bytesOf(JSON.stringify(unit)) - bytesOf('""');
		const units = Math.floor((bytes - frame) / unitBytes);
		const padding = (bytes - frame) % unitBytes;
		return { aps: { alert: unit.repeat(units) + 'a'.repeat(padding) } };
	}

	const units = ['a', 'é', '€', '📦', '"', '\n', '\u0001', '\ud800'];
	const types = ['alert', 'liveactivity', 'pushtotalk', 'voip'] as const;
	const cases = types.flatMap((pushType) => units.map((unit) => ({ pushType, unit })));

	it.each(cases)('$pushType, full of $unit: exactly the limit passes', ({ pushType, unit }) => {
		const limit = PUSH_TYPES[pushType].maxPayloadBytes;
		expect(bytesOf(create({ pushType, payload: payloadOf(limit, unit) }).payload)).toBe(limit);
	});

	it.each(cases)('$pushType, full of $unit: one byte more is refused', ({ pushType, unit }) => {
		const limit = PUSH_TYPES[pushType].maxPayloadBytes;
		const { code, message } = refusalOf({ pushType, payload: payloadOf(limit + 1, unit) });
		expect(code).toBe('PAYLOAD_TOO_LARGE');
		expect(message).toContain(`has ${limit + 1} bytes`);
		expect(message).toContain(`allows ${limit}`);
	});

	it('is told of 10 MB, too', () => {
		const { code, message } = refusalOf({ payload: { aps: {}, data: 'x'.repeat(10_000_000) } });
		expect(code).toBe('PAYLOAD_TOO_LARGE');
		expect(message.length).toBeLessThan(300);
	});
});

describe('a payload that JSON has no form for', () => {
	const unusable = () => {
		throw new TypeError('unusable');
	};
	const circular: JsonObject = { aps: {} };
	circular.self = { again: circular };

	function nested(levels: number): JsonObject {
		let payload: JsonObject = {};
		for (let level = 0; level < levels; level += 1) payload = { deeper: payload };
		return payload;
	}

	it.each<[string, JsonObject]>([
		['100,000 levels of objects', nested(100_000)],
		['100,000 levels of lists', JSON.parse(`{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)],
		['a circle', circular],
		['a BigInt', { big: 10n }],
		['a toJSON that throws', { toJSON: unusable }],
		['a toJSON that gives nothing', { toJSON: () => undefined }],
		['a toJSON that gives text', { toJSON: () => 'text' }],
		['a toJSON that gives a list', { toJSON: () => [] }],
	])('is refused where it is or holds %s', (_, payload) => {
		for (const pushType of ['alert', 'background', 'mdm'] as const) {
			expect(refusalOf({ pushType, payload }).code).toMatch(/^(BAD_REQUEST|PAYLOAD_TOO_LARGE)$/);
		}
	});

	it('does not hang on a payload nested as deep as it fits', () => {
		const payload = nested(370);
		expect(JSON.parse(create({ pushType: 'mdm', payload }).payload)).toEqual(payload);
	});

	it('keeps lone surrogates as escapes, so that the body is UTF-8', () => {
		const aps = { alert: 'half \ud83d, other half \udce6', '\udead': 1 };
		const text = create({ payload: { aps } }).payload;
		expect(text).toContain('half \\ud83d, other half \\udce6');
		expect(JSON.parse(text)).toEqual({ aps });
	});
});
