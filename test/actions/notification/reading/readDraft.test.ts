import { describe, expect, it } from 'vitest';
import { topicOf } from '../../../../nodes/Apns/notification/Notification.ts';
import { readDraft } from '../../../../nodes/Apns/actions/notification/reading/readDraft.ts';
import { PUSH_TYPES } from '../../../../nodes/Apns/notification/pushType.ts';
import { SetupError } from '../../../../nodes/Apns/actions/errors/SetupError.ts';
import { fieldsOf } from '../../parameters/fieldsOf.ts';

const NOW_MS = Date.parse('2030-01-01T12:00:00Z');

function read(
	parameters: Record<string, unknown> = {},
	bundleId: string | undefined = 'com.example',
) {
	const context = { bundleId, nowMs: NOW_MS, timeZone: 'Europe/Berlin' };
	return readDraft(fieldsOf(parameters), context);
}

function errorOf(parameters: Record<string, unknown>, bundleId?: string): SetupError {
	try {
		read(parameters, bundleId);
	} catch (error) {
		expect(error).toBeInstanceOf(SetupError);
		return error as SetupError;
	}
	throw new Error('It was accepted');
}

describe('the topic of an app whose bundle ID ends like a topic', () => {
	const APP = 'com.acme.voip';
	const topic = (
		parameters: Record<string, unknown>,
		bundleId: string | undefined,
		certifiedBundleIds?: readonly string[],
	) => {
		const context = { bundleId, certifiedBundleIds, nowMs: NOW_MS, timeZone: 'Europe/Berlin' };
		return topicOf(readDraft(fieldsOf(parameters), context));
	};

	it.each([
		['alert', APP],
		['background', APP],
		['voip', 'com.acme.voip.voip'],
		['complication', 'com.acme.voip.complication'],
		['pushtotalk', 'com.acme.voip.voip-ptt'],
	])('%s is %s, by the credential’s Bundle ID', (pushType, expected) => {
		const event = { mdm: 'm', pushMagic: 'm' };
		expect(topic({ ...event, pushType }, APP)).toBe(expected);
		// The same value in the node if the credential or its certificate has it.
		expect(topic({ ...event, pushType, topic: APP }, APP)).toBe(expected);
		expect(topic({ ...event, pushType, topic: APP }, 'com.example', [APP])).toBe(expected);
	});

	it('in the node alone is taken for a whole topic, as one may stand there', () => {
		expect(topic({ pushType: 'voip', topic: APP }, undefined)).toBe(APP);
		expect(topic({ pushType: 'voip', topic: APP }, 'com.acme')).toBe(APP);
		expect(topic({ pushType: 'voip', topic: 'com.acme.voip.voip' }, APP)).toBe(`${APP}.voip`);
	});

	it.each([
		['voip', '.voip'],
		['liveactivity', '.push-type.liveactivity'],
		['widgets', '.push-type.widgets'],
	])('an ordinary one has the suffix of %s once, wherever it stands', (pushType, suffix) => {
		const event = { event: 'update', contentState: '{"minutes":5}' };
		const whole = `com.example.app${suffix}`;
		for (const given of ['com.example.app', whole]) {
			expect(topic({ ...event, pushType, topic: given }, undefined)).toBe(whole);
			expect(topic({ ...event, pushType, topic: given }, 'com.example.app')).toBe(whole);
		}
		expect(topic({ ...event, pushType }, 'com.example.app')).toBe(whole);
	});
});

describe('a draft', () => {
	it('of nothing but defaults is an alert to the app of the credential', () => {
		expect(read()).toEqual({
			bundleIdOrTopic: 'com.example',
			isBundleId: true,
			pushType: 'alert',
			priority: undefined,
			expirationSeconds: undefined,
			collapseId: undefined,
			apnsId: undefined,
			payload: { aps: {} },
		});
	});

	it('has what the parameters say', () => {
		const notificationFields = {
			subtitle: 'S',
			badge: '3',
			sound: 'a.caf',
			critical: 'true',
			criticalVolume: 0.5,
			category: 'C',
			threadId: 7,
			interruptionLevel: 'critical',
			relevanceScore: '0.5',
			contentAvailable: true,
			mutableContent: true,
			targetContentId: 'W',
			filterCriteria: 'F',
			titleLocKey: 'TK',
			titleLocArgs: ['1', 2],
			subtitleLocKey: 'SK',
			subtitleLocArgs: '["3"]',
			locKey: 'K',
			locArgs: 'one',
			launchImage: 'L',
		};
		const draft = read({
			topic: ' com.other.app ',
			pushType: 'alert',
			title: 'T',
			body: 5,
			notificationFields,
			customData: '{"order":7}',
			options: {
				priority: '5',
				collapseId: 'order 7',
				apnsId: ' A ',
				expiration: { values: { expires: 'atSpecifiedTime', time: 1_900_000_000 } },
			},
		});
		expect(draft).toMatchObject({
			bundleIdOrTopic: 'com.other.app',
			priority: 5,
			collapseId: 'order 7',
			apnsId: 'A',
			expirationSeconds: 1_900_000_000,
		});
		expect(draft.payload).toEqual({
			aps: {
				alert: {
					title: 'T',
					subtitle: 'S',
					body: '5',
					'launch-image': 'L',
					'title-loc-key': 'TK',
					'title-loc-args': ['1', '2'],
					'subtitle-loc-key': 'SK',
					'subtitle-loc-args': ['3'],
					'loc-key': 'K',
					'loc-args': ['one'],
				},
				badge: 3,
				sound: { critical: 1, name: 'a.caf', volume: 0.5 },
				'thread-id': '7',
				category: 'C',
				'content-available': 1,
				'mutable-content': 1,
				'target-content-id': 'W',
				'interruption-level': 'critical',
				'relevance-score': 0.5,
				'filter-criteria': 'F',
			},
			order: 7,
		});
	});

	it.each(['{"aps":{"alert":"Hello"}}', { aps: { alert: 'Hello' } }])(
		'takes the whole payload as it is in JSON mode (%j)',
		(payload) => {
			const draft = read({ payloadMode: 'json', payload, title: 'not looked at', customData: '{' });
			expect(draft.payload).toEqual({ aps: { alert: 'Hello' } });
		},
	);

	it.each(Object.keys(PUSH_TYPES).filter((type) => type !== 'wallet'))(
		'adds nothing to it (%s)',
		(pushType) => {
			const topic = pushType === 'mdm' ? 'com.apple.mgmt.External.1' : '';
			for (const payload of ['{}', '{"aps":{}}', '{"a":12345678901234567890,"b":1e400,"c":1.0}']) {
				const draft = read({ pushType, topic, payloadMode: 'json', payload });
				expect(JSON.stringify(draft.payload)).toBe(payload);
			}
		},
	);

	it('keeps custom data as it is written, and prototype keys as plain data', () => {
		const text = '"id":12345678901234567890,"__proto__":{"badge":9},"constructor":1}';
		const { payload } = read({ customData: `{${text}` });
		expect(JSON.stringify(payload)).toBe(`{"aps":{},${text}`);
	});

	it.each([1, '1', 'TRUE', '0', 0])('takes Mutable Content as databases write it (%j)', (value) => {
		const { payload } = read({ title: 'T', notificationFields: { mutableContent: value } });
		const isOn = value !== 0 && value !== '0';
		expect(JSON.parse(JSON.stringify(payload))).toEqual({
			aps: { alert: { title: 'T' }, ...(isOn && { 'mutable-content': 1 }) },
		});
	});

	it.each<[string, Record<string, unknown>]>([
		['background', { aps: { 'content-available': 1 }, order: 7 }],
		['complication', { aps: {}, order: 7 }],
		['controls', { aps: { 'content-changed': true } }],
		['fileprovider', { 'container-identifier': 'folder', domain: 'account' }],
		['location', { aps: {}, order: 7 }],
		['pushtotalk', { aps: {}, order: 7 }],
		['voip', { aps: {}, order: 7 }],
		['widgets', { aps: { 'content-changed': true } }],
	])('of type %s has the fields of that type, whatever else is filled in', (pushType, payload) => {
		const everything = {
			title: 'T',
			body: 'B',
			notificationFields: { badge: 1 },
			customData: { order: 7 },
			contentState: '{',
			containerIdentifier: 'folder',
			domain: 'account',
			pushMagic: 'magic',
		};
		expect(read({ ...everything, pushType }).payload).toEqual(payload);
	});

	it('for Wallet goes to the type of the passes, and is empty whatever was filled in before', () => {
		const topic = 'pass.com.example.card';
		const json = { payloadMode: 'json', payload: '{"aps":{"alert":"Hello"}}' };
		for (const filled of [{}, json, { title: 'Hello', customData: '{"a":1}' }]) {
			const draft = read({ pushType: 'wallet', topic, ...filled });
			expect(draft).toMatchObject({ bundleIdOrTopic: topic });
			expect(draft.payload).toEqual({});
		}
		expect(read({ pushType: 'wallet' }, topic).bundleIdOrTopic).toBe(topic);
	});

	it('for device management goes to the topic of the MDM certificate', () => {
		const topic = 'com.apple.mgmt.External.123e4567-e89b-12d3-a456-426614174000';
		const draft = read({ pushType: 'mdm', topic, pushMagic: 'magic' });
		expect(draft).toMatchObject({ bundleIdOrTopic: topic, payload: { mdm: 'magic' } });
	});
});

describe('parameters that cannot be used are refused by their names, with a way out', () => {
	const json = (payload: unknown) => ({ payloadMode: 'json', payload });
	const field = (name: string, value: unknown) => ({ notificationFields: { [name]: value } });
	it.each<[string, Record<string, unknown>, string]>([
		['Push Type', { pushType: 'Alert' }, 'alert, background'],
		['Push Type', { pushType: 'constructor' }, 'alert, background'],
		['PUSHTYPE', { pushType: {} }, 'Enter text'],
		['Bundle ID', { topic: 'com.example app' }, 'letters, digits, hyphens and dots'],
		[
			'Bundle ID',
			{ topic: 'com.example\r\napns-priority: 1' },
			'letters, digits, hyphens and dots',
		],
		['Bundle ID', { topic: 'com/example' }, 'letters, digits, hyphens and dots'],
		['Bundle ID', { pushType: 'mdm' }, 'MDM push certificate'],
		['MDM Topic', { pushType: 'mdm', topic: 'com.other' }, 'MDM push certificate'],
		['Bundle ID', { pushType: 'wallet' }, 'passTypeIdentifier in the pass.json'],
		['Pass Type Identifier', { pushType: 'wallet', topic: 'com.other' }, 'pass.com.example.card'],
		['TOPIC', { topic: ['com.example'] }, 'Enter text'],
		['PRIORITY', { options: { priority: '7' } }, '10, 5, 1'],
		['PRIORITY', { options: { priority: { value: 10 } } }, 'Enter text'],
		['COLLAPSEID', { options: { collapseId: {} } }, 'Enter text'],
		['APNSID', { options: { apnsId: [] } }, 'Enter text'],
		['PAYLOADMODE', { payloadMode: 'xml' }, 'fields, json'],
		['Payload (JSON)', json(''), '"aps"'],
		['PAYLOAD', json('[]'), 'JSON object'],
		['PAYLOAD', json('{'), 'double quotes'],
		['PAYLOAD', json(7), 'JSON object'],
		['CUSTOMDATA', { customData: '{' }, 'double quotes'],
		['CUSTOMDATA', { customData: '7' }, 'JSON object'],
		['CUSTOMDATA', { customData: '{"a":1,"a":2}' }, 'Remove or rename'],
		['Custom Data', { customData: { aps: {} } }, 'other fields'],
		['Custom Data', { pushType: 'voip', customData: { aps: {} } }, 'Payload to JSON'],
		['TITLE', { title: {} }, 'Enter text'],
		['BODY', { body: ['a'] }, 'Enter text'],
		['BADGE', field('badge', -1), 'from 0'],
		['BADGE', field('badge', 1.5), 'whole number'],
		['BADGE', field('badge', 2 ** 31), 'to 2147483647'],
		['BADGE', field('badge', 'many'), 'whole number|a number'],
		['BADGE', field('badge', '+1'), 'a number'],
		['BADGE', field('badge', '0x10'), 'a number'],
		['CRITICAL', field('critical', 'yes'), 'true or false'],
		['CRITICALVOLUME', field('criticalVolume', 1.1), 'from 0 to 1'],
		['RELEVANCESCORE', field('relevanceScore', 75), 'from 0 to 1'],
		['INTERRUPTIONLEVEL', field('interruptionLevel', 'loud'), 'passive, active, time-sensitive'],
		['LOCARGS', field('locArgs', { a: 1 }), 'list of text values'],
		['CONTAINERIDENTIFIER', { pushType: 'fileprovider', domain: 'd' }, 'working set'],
		['DOMAIN', { pushType: 'fileprovider', containerIdentifier: 'c', domain: ' ' }, 'registered'],
		['PUSHMAGIC', { pushType: 'mdm', topic: 'com.apple.mgmt.External.1' }, 'TokenUpdate'],
	])('%s: %o', (label, parameters, way) => {
		const error = errorOf(parameters);
		expect(error.message).toContain(`'${label}'`);
		expect(error.description).toMatch(way.includes('|') ? new RegExp(way) : way);
	});

	it('no topic anywhere: both places are named', () => {
		const { message, description } = readWithoutTopic();
		expect(message).toContain("'Bundle ID' is empty");
		expect(message).toContain('Bundle ID');
		expect(description).toContain('com.example.app');
	});

	it("a bundle ID of the credential that is none: it is the credential's fault, not the parameter's", () => {
		expect(errorOf({}, 'not a bundle id').message).toContain("'Bundle ID'");
	});
});

function readWithoutTopic(): SetupError {
	try {
		readDraft(fieldsOf({}), { bundleId: undefined, nowMs: NOW_MS, timeZone: 'UTC' });
	} catch (error) {
		return error as SetupError;
	}
	throw new Error('It was accepted');
}
