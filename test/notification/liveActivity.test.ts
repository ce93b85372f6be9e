import { describe, expect, it } from 'vitest';
import {
	liveActivityPayload,
	missingField,
	type LiveActivityFields,
} from '../../nodes/Apns/notification/liveActivity.ts';

const NOW = 1_900_000_000;
const update = {
	event: 'update',
	timestampSeconds: NOW,
	contentState: { minutes: 12 },
} satisfies LiveActivityFields;
const start = {
	...update,
	event: 'start',
	attributesType: 'DeliveryAttributes',
	attributes: { order: 7 },
	title: 'On its way',
	body: 'Twelve minutes',
} satisfies LiveActivityFields;
const end = { event: 'end', timestampSeconds: NOW } satisfies LiveActivityFields;

/** As the device will get it. */
const sent = (fields: LiveActivityFields): unknown =>
	JSON.parse(JSON.stringify(liveActivityPayload(fields)));

/** "Starting and updating Live Activities with ActivityKit push notifications". */
describe('the payload of a Live Activity', () => {
	it.each<[string, LiveActivityFields, object]>([
		['an update', update, { timestamp: NOW, event: 'update', 'content-state': { minutes: 12 } }],
		[
			'a start',
			{ ...start, inputPushToken: true },
			{
				timestamp: NOW,
				event: 'start',
				'content-state': { minutes: 12 },
				'attributes-type': 'DeliveryAttributes',
				attributes: { order: 7 },
				alert: { title: 'On its way', body: 'Twelve minutes' },
				'input-push-token': 1,
			},
		],
		['an end', end, { timestamp: NOW, event: 'end' }],
		[
			'an end with all it may have',
			{ ...end, contentState: {}, dismissalDateSeconds: 0, relevanceScore: 75, body: 'Done' },
			{
				timestamp: NOW,
				event: 'end',
				'content-state': {},
				'dismissal-date': 0,
				'relevance-score': 75,
				alert: { body: 'Done' },
			},
		],
	])('of %s', (_, fields, aps) => {
		expect(sent(fields)).toEqual({ aps });
	});

	it('has the sound inside the alert', () => {
		expect(sent({ ...update, title: 'T', sound: 'a.caf' })).toMatchObject({
			aps: { alert: { title: 'T', sound: 'a.caf' } },
		});
	});

	it('has no alert for a sound alone', () => {
		expect(sent({ ...update, sound: 'default' })).toEqual(sent(update));
	});

	it('has localized texts in place of title and body', () => {
		const localized = { titleLocKey: 'T', titleLocArgs: ['1'], locKey: 'B' };
		expect(sent({ ...start, ...localized })).toMatchObject({
			aps: { alert: { title: { 'loc-key': 'T', 'loc-args': ['1'] }, body: { 'loc-key': 'B' } } },
		});
	});

	it('leaves out what is for another event', () => {
		const others = {
			attributesType: 'A',
			attributes: {},
			inputPushToken: true,
			inputPushChannel: 'YQ==',
			dismissalDateSeconds: NOW,
		};
		expect(sent({ ...update, ...others })).toEqual(sent(update));
		expect(sent({ ...start, dismissalDateSeconds: NOW })).toEqual(sent(start));
	});
});

describe('what an event needs', () => {
	it.each([start, update, end])('is there: $event', (fields) => {
		expect(missingField(fields)).toBeUndefined();
	});

	it.each<[string, LiveActivityFields, string]>([
		['start', { ...start, contentState: undefined }, 'contentState'],
		['start', { ...start, attributesType: undefined }, 'attributesType'],
		['start', { ...start, attributes: undefined }, 'attributes'],
		['start', { ...start, title: undefined, body: undefined, sound: 'default' }, 'alert'],
		['update', { ...update, contentState: undefined }, 'contentState'],
	])('is missed: %s', (_, fields, missing) => {
		expect(missingField(fields)).toBe(missing);
	});
});
