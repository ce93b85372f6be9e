import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apnsHeaders } from '../../nodes/Apns/notification/headers.ts';
import {
	createNotification,
	type NotificationDraft,
} from '../../nodes/Apns/notification/Notification.ts';
import { NotificationRefusal } from '../../nodes/Apns/notification/NotificationRefusal.ts';
import { PUSH_TYPES, type PushType } from '../../nodes/Apns/notification/pushType.ts';

function headersOf(draft: Partial<NotificationDraft>): Record<string, string> {
	const headers = apnsHeaders(
		createNotification({
			bundleIdOrTopic: 'com.example.app',
			pushType: 'alert',
			payload: {},
			...draft,
		}),
	);
	const names = headers.filter((_, index) => index % 2 === 0);
	return Object.fromEntries(names.map((name, index) => [name, headers[2 * index + 1] ?? '']));
}

function refusalOf(draft: Partial<NotificationDraft>): NotificationRefusal {
	try {
		headersOf(draft);
	} catch (error) {
		expect(error).toBeInstanceOf(NotificationRefusal);
		return error as NotificationRefusal;
	}
	throw new Error('It was accepted');
}

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;
/** The header as read by the server. */
const received = (header: string | undefined) => Buffer.from(header ?? '', 'latin1').toString();

describe('the headers of a notification', () => {
	it('say topic, push type and priority, and nothing that was not given', () => {
		expect(headersOf({})).toEqual({
			'apns-topic': 'com.example.app',
			'apns-push-type': 'alert',
			'apns-priority': '10',
		});
	});

	it('say expiration and collapse ID where they are given', () => {
		expect(headersOf({ expirationSeconds: 1_900_000_000, collapseId: 'order 7' })).toMatchObject({
			'apns-expiration': '1900000000',
			'apns-collapse-id': 'order 7',
		});
		expect(headersOf({ expirationSeconds: 0 })).toMatchObject({ 'apns-expiration': '0' });
	});
});

describe('a collapse ID', () => {
	it.each([
		['a', 64],
		['é', 32],
		['€', 21],
		['📦', 16],
		['👩‍👩‍👧‍👦', 2],
	])('full of %s may have 64 bytes and no more', (unit, count) => {
		const padding = 'x'.repeat(64 - bytesOf(unit.repeat(count)));
		const full = unit.repeat(count) + padding;
		const header = headersOf({ collapseId: full })['apns-collapse-id'];
		expect(header).toHaveLength(64);
		expect(received(header)).toBe(full);

		const { code, message } = refusalOf({ collapseId: `${full}x` });
		expect(code).toBe('BAD_REQUEST');
		expect(message).toContain('65 bytes');
		expect(message).toContain('64');
	});

	it.each(['a\r\nb', 'a\nb', '\r', 'a\0', '\ta', 'a\u001bb', 'a\u007f', '\ud800', 'x\udc00y'])(
		'%j is refused',
		(collapseId) => {
			expect(refusalOf({ collapseId }).code).toBe('BAD_REQUEST');
		},
	);

	it.each([' a', 'a ', '\u00a0a'])('%j is refused: a blank at the end is lost on the way', (id) => {
		expect(refusalOf({ collapseId: id }).message).toContain('space');
	});

	it('of 10 MB is refused without being repeated', () => {
		expect(refusalOf({ collapseId: 'x'.repeat(10_000_000) }).message.length).toBeLessThan(200);
	});
});

describe('an APNs ID', () => {
	it.each([
		'',
		'123',
		'123e4567-e89b-12d3-a456-42661417400',
		'123e4567-e89b-12d3-a456-4266141740000',
		'{123e4567-e89b-12d3-a456-426614174000}',
		'123e4567e89b12d3a456426614174000',
		'123e4567-e89b-12d3-a456-426614174000\n',
		'123e4567-e89b-12d3-a456-42661417400g',
	])('%j is refused, with an example of one', (apnsId) => {
		const { code, message } = refusalOf({ apnsId });
		expect(code).toBe('BAD_REQUEST');
		expect(message).toContain('123e4567-e89b-12d3-a456-426614174000');
	});
});

describe('a topic', () => {
	it.each(['', 'com.example app', 'com.example\r\nx: y', 'com.example\0', 'com/example', 'größe'])(
		'%j is refused',
		(bundleIdOrTopic) => {
			expect(refusalOf({ bundleIdOrTopic }).code).toBe('BAD_REQUEST');
		},
	);
});

describe('a topic longer than any', () => {
	it('is refused, with both numbers, its suffix counted in', () => {
		expect(headersOf({ bundleIdOrTopic: 'a'.repeat(255) })['apns-topic']).toHaveLength(255);
		expect(refusalOf({ bundleIdOrTopic: 'a'.repeat(256) }).message).toBe(
			"'Bundle ID' gives a topic of 256 characters; the maximum is 255.",
		);
		expect(refusalOf({ bundleIdOrTopic: 'a'.repeat(255), pushType: 'voip' }).message).toContain(
			'260 characters',
		);
	});
});

describe('an expiration', () => {
	it.each([-1, 1.5, Number.NaN, Infinity, -Infinity, 1e300])('%d is refused', (seconds) => {
		expect(refusalOf({ expirationSeconds: seconds }).code).toBe('BAD_REQUEST');
	});
});

describe('whatever a notification is made of', () => {
	const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
	const control = fc.constantFrom('\r\n', '\r', '\n', '\0', '\t', '\u007f', '\u0085', '\u2028');
	const text = fc.oneof(
		fc.string({ unit: fc.oneof(codeUnit, control, fc.constantFrom(...'abc.- ')), maxLength: 70 }),
		fc.string({ unit: 'grapheme', maxLength: 20 }),
		fc.stringMatching(/^[a-z.-]{1,64}$/),
	);
	const draft = fc.record({
		bundleIdOrTopic: fc.oneof(fc.constant('com.example.app'), text),
		pushType: fc.constantFrom(...(Object.keys(PUSH_TYPES) as PushType[])),
		expirationSeconds: fc.option(fc.oneof(fc.nat(), fc.double()), { nil: undefined }),
		collapseId: fc.option(text, { nil: undefined }),
		apnsId: fc.option(fc.oneof(fc.uuid(), text), { nil: undefined }),
	});

	it('its headers hold visible bytes only, and say what was meant', () => {
		let accepted = 0;
		fc.assert(
			fc.property(draft, (given) => {
				let headers: Record<string, string>;
				try {
					headers = headersOf(given);
				} catch (error) {
					if (error instanceof NotificationRefusal) return;
					throw error;
				}
				accepted += 1;
				for (const [name, value] of Object.entries(headers)) {
					expect(name).toMatch(/^apns-[a-z-]+$/);
					expect(value).toMatch(/^[\x20-\x7e\x80-\xff]*$/);
				}
				expect(received(headers['apns-collapse-id'])).toBe(given.collapseId ?? '');
			}),
			{ numRuns: 2_000 },
		);
		expect(accepted).toBeGreaterThan(50);
	});
});
