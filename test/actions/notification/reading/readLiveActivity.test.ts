import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readLiveActivity } from '../../../../nodes/Apns/actions/notification/reading/readLiveActivity.ts';
import { SetupError } from '../../../../nodes/Apns/actions/errors/SetupError.ts';
import type { JsonObject } from '../../../../nodes/Apns/notification/payload.ts';
import { fieldsOf } from '../../parameters/fieldsOf.ts';

const NOW_SECONDS = Date.parse('2030-01-01T12:00:00Z') / 1000;
const CONTEXT = { nowMs: NOW_SECONDS * 1000 + 999, timeZone: 'Europe/Berlin' };

const update = { event: 'update', contentState: '{"minutes":12}' };
const start = {
	...update,
	event: 'start',
	attributesType: ' DeliveryAttributes ',
	attributes: { order: 7 },
	title: 'On its way',
};
const end = { event: 'end' };
const withFields = (event: object, liveActivityFields: object) => ({
	...event,
	liveActivityFields,
});

function read(parameters: Record<string, unknown>): JsonObject {
	const { aps } = JSON.parse(JSON.stringify(readLiveActivity(fieldsOf(parameters), CONTEXT)));
	return aps as JsonObject;
}

function errorOf(parameters: Record<string, unknown>): SetupError {
	try {
		read(parameters);
	} catch (error) {
		expect(error).toBeInstanceOf(SetupError);
		return error as SetupError;
	}
	throw new Error('It was accepted');
}

describe('a Live Activity', () => {
	it('is updated unless the parameters say otherwise, as of now in seconds', () => {
		expect(read({ contentState: { minutes: 12 } })).toEqual({
			event: 'update',
			timestamp: NOW_SECONDS,
			'content-state': { minutes: 12 },
		});
	});

	it('is started with what the parameters say', () => {
		const more = {
			inputPushChannel: ' YS9i+w== ',
			inputPushToken: false,
			relevanceScore: '-7.5',
			sound: 'default',
			locKey: 'BODY',
			locArgs: ['12'],
		};
		expect(read(withFields(start, more))).toEqual({
			event: 'start',
			timestamp: NOW_SECONDS,
			'content-state': { minutes: 12 },
			'attributes-type': 'DeliveryAttributes',
			attributes: { order: 7 },
			alert: {
				title: 'On its way',
				body: { 'loc-key': 'BODY', 'loc-args': ['12'] },
				sound: 'default',
			},
			'relevance-score': -7.5,
			'input-push-channel': 'YS9i+w==',
		});
	});

	const luxon = { toISO: () => '2030-01-31T18:00:00.000-05:00' };
	it.each([
		['2030-01-31T18:00:00Z', '2030-01-31T18:00:00Z'],
		['2030-01-31T18:00', '2030-01-31T17:00:00Z'],
		[1_896_112_800, '2030-01-31T18:00:00Z'],
		['1896112800', '2030-01-31T18:00:00Z'],
		[luxon, '2030-01-31T23:00:00Z'],
		[new Date('2030-01-31T18:00:00.999Z'), '2030-01-31T18:00:00Z'],
		[runInNewContext("new Date('2030-01-31T18:00:00.999Z')"), '2030-01-31T18:00:00Z'],
		[{ toISOString: () => '2030-01-31T18:00:00.000Z' }, '2030-01-31T18:00:00Z'],
		[1_896_112_800.475, '2030-01-31T18:00:00Z'],
		['2030-01-31 18:00:00+00', '2030-01-31T18:00:00Z'],
		['2030-01-31 18:00:00.000 Europe/London', '2030-01-31T18:00:00Z'],
	])('takes %j as a date, and has it in seconds', (given, date) => {
		const seconds = Date.parse(date) / 1000;
		const dates = { timestamp: given, staleDate: given, dismissalDate: given };
		expect(read(withFields(end, dates))).toEqual({
			event: 'end',
			timestamp: seconds,
			'stale-date': seconds,
			'dismissal-date': seconds,
		});
	});

	it.each([
		[0, 0],
		['0', 0],
		[1, 1],
		['1970-01-01T00:00:00Z', 0],
		['1970-01-02 00:00:00+00', 86_400],
		['1969-12-31T23:59:00Z', -60],
		[-60, -60],
		[300, 300],
		['2001-01-01T00:00:00Z', 978_307_200],
		['20300131', Date.parse('2030-01-30T23:00:00Z') / 1000],
	])('leaves the Lock Screen at %j, in the past or not', (dismissalDate, seconds) => {
		expect(read(withFields(end, { dismissalDate }))).toMatchObject({ 'dismissal-date': seconds });
	});

	it('is not asked for what another event needs', () => {
		const others = { attributesType: {}, attributes: '{' };
		const more = { inputPushToken: 'maybe', inputPushChannel: '?', dismissalDate: 'soon' };
		expect(read(withFields({ ...update, ...others }, more))).toEqual(read(update));
	});
});

describe('a Live Activity that cannot be: the field is named, with a way out', () => {
	const without = (name: keyof typeof start, value: unknown = '') => ({ ...start, [name]: value });
	it.each<[string, Record<string, unknown>, string]>([
		['EVENT', { ...update, event: 'events' }, 'start, update, end'],
		['CONTENTSTATE', { event: 'update' }, 'requires it to update'],
		['CONTENTSTATE', { event: 'update', contentState: '{' }, 'double quotes'],
		['CONTENTSTATE', { event: 'update', contentState: [] }, 'JSON object'],
		['CONTENTSTATE', without('contentState'), 'requires it to start'],
		['ATTRIBUTESTYPE', without('attributesType', ' '), 'requires it to start'],
		['ATTRIBUTES', without('attributes'), 'requires it to start'],
		['TITLE', without('title'), 'requires an alert'],
		[
			'INPUTPUSHTOKEN',
			withFields(start, { inputPushToken: true, inputPushChannel: 'YQ==' }),
			'Remove one',
		],
		['INPUTPUSHCHANNEL', withFields(start, { inputPushChannel: 'my channel' }), 'base64'],
		['STALEDATE', withFields(update, { staleDate: 'soon' }), '2030-01-31T18:00:00Z'],
		['STALEDATE', withFields(update, { staleDate: 300 }), '1970'],
		['STALEDATE', withFields(update, { staleDate: {} }), 'Enter text'],
		['DISMISSALDATE', withFields(end, { dismissalDate: 1_896_112_800_000 }), 'milliseconds'],
		['TIMESTAMP', withFields(update, { timestamp: 0 }), '1970'],
		['TIMESTAMP', withFields(update, { timestamp: 1_896_112_800_000 }), 'milliseconds'],
		['RELEVANCESCORE', withFields(update, { relevanceScore: 'high' }), 'a number'],
	])('%s: %o', (label, parameters, way) => {
		const error = errorOf(parameters);
		expect(error.message).toContain(`'${label}'`);
		expect(error.description).toContain(way);
	});
});
