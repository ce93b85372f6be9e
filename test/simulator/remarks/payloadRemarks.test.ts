import { expect, test } from 'vitest';
import { deviceToken } from '../deviceToken.ts';
import { BareClient } from '../testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';
import { broadcastRemarks, payloadRemarks } from './payloadRemarks.ts';

const APP = 'com.example.app';
const NOW = 1767225600;
const update = { event: 'update', timestamp: NOW, 'content-state': { score: 1 } };
const start = {
	...update,
	event: 'start',
	'attributes-type': 'Match',
	attributes: { home: 'A' },
	alert: { title: 'Kick-off', body: 'Now', sound: 'default' },
};

test.each<[string, object, string[]]>([
	['alert', { aps: { alert: 'Hello', 'thread-id': 'a' }, own: 1 }, []],
	['alert', { aps: { badge: 0 } }, []],
	['alert', { aps: { sound: { critical: 1, name: 'default', volume: 0.5 } } }, []],
	['alert', { own: 1 }, ['an alert needs alert, badge or sound in aps']],
	['alert', { aps: { badge: '1' } }, ['badge must be a number']],
	['alert', { aps: { alert: 'a', own: 1 } }, [expect.stringContaining('aps has no key own')]],
	['alert', { aps: { badge: 1, 'mutable-content': 1 } }, ['mutable-content needs an alert']],
	['alert', { aps: { alert: 'a', 'mutable-content': true } }, ['mutable-content must be 1']],
	['alert', { aps: { alert: 'a', 'relevance-score': 7 } }, ['relevance-score must be from 0 to 1']],
	[
		'alert',
		{ aps: { alert: 'a', 'interruption-level': 'loud' } },
		[expect.stringContaining('one of')],
	],
	['background', { aps: { 'content-available': 1 }, own: {} }, []],
	[
		'background',
		{ aps: { 'content-available': 1, sound: '' } },
		['background must not have sound'],
	],
	['background', { own: 1 }, ['background needs content-available: 1 in aps']],
	['location', { aps: {} }, []],
	['voip', {}, ['aps is missing']],
	['widgets', { aps: { 'content-changed': true } }, []],
	['controls', { aps: {} }, ['content-changed: true is missing in aps']],
	['fileprovider', { 'container-identifier': 'a', domain: 'b' }, []],
	['fileprovider', { domain: 'b' }, ['fileprovider needs container-identifier']],
	['mdm', { mdm: 'magic' }, []],
	['mdm', { aps: {} }, ['mdm needs mdm: the PushMagic of the device', 'mdm must not have aps']],
	['liveactivity', { aps: { ...update, 'stale-date': NOW, 'relevance-score': 75 } }, []],
	['liveactivity', { aps: start }, []],
	['liveactivity', { aps: { ...start, 'input-push-token': 1 } }, []],
	['liveactivity', { aps: { event: 'end', timestamp: NOW, 'dismissal-date': 0 } }, []],
	['liveactivity', { aps: { alert: 'a' } }, ['event must be start, update or end']],
	[
		'liveactivity',
		{ aps: { event: 'update' } },
		['update needs timestamp in aps', 'update needs content-state in aps'],
	],
	['liveactivity', { aps: { ...start, attributes: undefined } }, ['start needs attributes in aps']],
	[
		'liveactivity',
		{ aps: { ...update, 'dismissal-date': 1 } },
		['dismissal-date is for the event end'],
	],
	[
		'liveactivity',
		{ aps: { ...update, timestamp: NOW * 1000 } },
		['timestamp must be in seconds, not in milliseconds'],
	],
	[
		'liveactivity',
		{ aps: { ...start, 'input-push-token': 1, 'input-push-channel': 'YQ==' } },
		['input-push-token and input-push-channel exclude each other'],
	],
	['liveactivity', { aps: { ...update, sound: 'default' } }, ['sound belongs in alert']],
])('%s: %j', (pushType, payload, remarks) => {
	expect(payloadRemarks({ topic: APP, pushType, payload: JSON.stringify(payload) })).toEqual(
		remarks,
	);
});

test('without a push type the topic says what it is', () => {
	const payload = '{"aps":{}}';
	expect(payloadRemarks({ topic: APP, pushType: undefined, payload })).toEqual([]);
	const topic = `${APP}.push-type.widgets`;
	expect(payloadRemarks({ topic, pushType: undefined, payload })).toHaveLength(1);
});

test('a broadcast updates or ends', () => {
	const remarksOn = (aps: object) => broadcastRemarks({ payload: JSON.stringify({ aps }) });
	expect(remarksOn(update)).toEqual([]);
	expect(remarksOn(start)).toEqual(['a broadcast cannot start an activity']);
});

test('APNs accepts all of them', async () => {
	const simulator = await startSimulator();
	const token = simulator.devices.add({ token: deviceToken('phone') });
	const client = await closedAfterTest(BareClient.connect(simulator));
	expect(await client.push({ token, body: '{"own":1}' })).toMatchObject({ status: 200 });
	expect(simulator.ledger.entries.flatMap(payloadRemarks)).toHaveLength(1);
});
