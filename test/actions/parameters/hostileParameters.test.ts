import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDraft } from '../../../nodes/Apns/actions/notification/reading/readDraft.ts';
import {
	readLimits,
	readPolicy,
	readResultOptions,
} from '../../../nodes/Apns/actions/notification/reading/readOptions.ts';
import { SetupError } from '../../../nodes/Apns/actions/errors/SetupError.ts';
import { apnsHeaders } from '../../../nodes/Apns/notification/headers.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import { NotificationRefusal } from '../../../nodes/Apns/notification/NotificationRefusal.ts';
import { isPushType, PUSH_TYPES, rulesOf } from '../../../nodes/Apns/notification/pushType.ts';
import { fieldsOf, hostileValue } from './fieldsOf.ts';

/** Mostly valid values, so that the other fields are read as well. */
const mostly = (...right: unknown[]) =>
	fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...right) }, hostileValue);

/** Names that the node reads, and some that it must not. */
const collectionOf = (names: readonly string[]) =>
	mostly({}).chain((base) =>
		typeof base === 'object' && base !== null
			? fc.dictionary(fc.constantFrom(...names), hostileValue, { maxKeys: 2 })
			: fc.constant(base),
	);

const TUNINGS = [
	...['maxAttempts', 'requestTimeout', 'maxConnections', 'maxConcurrentStreams', 'maxPerSecond'],
];

/** A collection with these names, and with other collections inside. */
function optionsWith(nested: Readonly<Record<string, string[]>>, ...names: string[]) {
	const inner = fc.record(
		Object.fromEntries(
			Object.entries(nested).map(([name, fields]) => [
				name,
				fc.record({ values: collectionOf(fields) }),
			]),
		),
		{ requiredKeys: [] },
	);
	return fc.tuple(collectionOf(names), inner).map(([plain, groups]) => {
		const isObject = typeof plain === 'object' && plain !== null;
		return isObject && !Array.isArray(plain) ? { ...groups, ...plain } : plain;
	});
}

const parameters = fc.record({
	pushType: mostly(...Object.keys(PUSH_TYPES)),
	topic: mostly('', 'com.example.app', 'com.apple.mgmt.External.1'),
	payloadMode: mostly('fields', 'json'),
	title: mostly('Hello'),
	body: mostly(''),
	customData: mostly('{}', { order: 7 }),
	payload: mostly('{"aps":{}}', { aps: { alert: 'Hello' } }),
	notificationFields: collectionOf([
		'badge',
		'sound',
		'critical',
		'criticalVolume',
		'threadId',
		'interruptionLevel',
		'relevanceScore',
		'locArgs',
		'__proto__',
		'toString',
	]),
	event: mostly('start', 'update', 'end'),
	contentState: mostly('{"minutes":5}', { minutes: 12 }),
	attributesType: mostly('DeliveryAttributes'),
	attributes: mostly('{"order":5}', { order: 7 }),
	liveActivityFields: collectionOf([
		'dismissalDate',
		'inputPushChannel',
		'inputPushToken',
		'locArgs',
		'relevanceScore',
		'sound',
		'staleDate',
		'timestamp',
		'__proto__',
	]),
	containerIdentifier: mostly('folder'),
	domain: mostly('account'),
	pushMagic: mostly('magic'),
	options: optionsWith(
		{ expiration: ['expires', 'amount', 'unit', 'time'], deliveryTuning: TUNINGS },
		'priority',
		'expiration',
		'collapseId',
		'apnsId',
		'onUnknownDelivery',
		'deliveryTuning',
		'emit',
		'skipDuplicates',
		'__proto__',
		'constructor',
	),
});

const CONTEXT = { bundleId: 'com.example.app', nowMs: Date.now(), timeZone: 'Europe/Berlin' };

describe('whatever the parameters hold', () => {
	it('a notification that APNs can read comes of it, or a refusal, or an error that names a field', () => {
		let sent = 0;
		fc.assert(
			fc.property(parameters, (given) => {
				try {
					const notification = createNotification(readDraft(fieldsOf(given), CONTEXT));
					sent += 1;
					const { pushType, payload } = notification;
					expect(isPushType(pushType)).toBe(true);
					expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(rulesOf(pushType).maxPayloadBytes);
					expect(JSON.parse(payload)).toBeTypeOf('object');
					for (const value of apnsHeaders(notification)) {
						expect(value).toMatch(/^[\x20-\x7e\x80-\xff]*$/);
					}
				} catch (error) {
					expectKnown(error);
				}
			}),
			{ numRuns: 1_000 },
		);
		expect(sent).toBeGreaterThan(30);
	});

	it('options of the right type come of it, or an error that names a field', () => {
		fc.assert(
			fc.property(parameters, (given) => {
				try {
					const options = fieldsOf(given).collection('options');
					const numbers = [
						...Object.values(readLimits(options)),
						readPolicy(options).maxAttempts,
						readPolicy(options).requestTimeoutMs,
					];
					for (const number of numbers) expect(number > 0).toBe(true);
					readResultOptions(options);
				} catch (error) {
					expectKnown(error);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('nobody else is touched: prototypes stay as they were', () => {
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});
});

function expectKnown(error: unknown): void {
	if (error instanceof NotificationRefusal) {
		expect(error.message.length).toBeLessThan(400);
	} else if (error instanceof SetupError) {
		expect(error.message).toMatch(/^'.+'/);
		expect(error.description).not.toBe('');
		expect(error.message.length + error.description.length).toBeLessThan(500);
	} else {
		throw error;
	}
}
