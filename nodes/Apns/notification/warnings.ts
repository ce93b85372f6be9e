import { LIVE_ACTIVITY_EVENTS, type LiveActivityEvent } from './liveActivity.ts';
import type { Notification } from './Notification.ts';
import { isJsonObject, type JsonObject } from './payload.ts';
import { PUSH_TYPES, rulesOf, type PushType } from './pushType.ts';

/** What is said where a payload {@link isNearlyFull}. */
export const NEARLY_FULL =
	'A payload is close to the size that APNs allows. Shorten the text or the custom data.';

/** A payload this full breaks with the next longer name or amount. */
const NEARLY_FULL_SHARE = 0.95;

/** Whether the payload is close to the size that APNs allows. */
export function isNearlyFull(
	{ pushType, payload }: Notification,
	{ maxPayloadBytes } = rulesOf(pushType),
): boolean {
	return Buffer.byteLength(payload) > maxPayloadBytes * NEARLY_FULL_SHARE;
}

/**
 * Sentences on what APNs accepts and the device ignores all the same, or Apple may delay or drop. What is
 * wrong that way shows nowhere else: the answer is 200.
 */
export function warningsOf(notification: Notification): string[] {
	const { topic, pushType, isBundleId } = notification;
	const payload = JSON.parse(notification.payload) as JsonObject;
	const aps = isJsonObject(payload.aps) ? payload.aps : {};
	return [
		...(CHECKS[pushType]?.(aps, payload) ?? []),
		...ofMessage(aps),
		...(isBundleId ? [] : ofTopic(topic, pushType)),
	];
}

type Check = (aps: JsonObject, payload: JsonObject) => string[];

/** Apple's page of each type, as in the node's other rooms. */
const CHECKS: Readonly<Partial<Record<PushType, Check>>> = {
	alert: ofAlert,
	background: ofBackground,
	controls: ofContentChanged,
	fileprovider: (_, payload) => [
		...missing(payload, ['container-identifier', 'domain'], 'A File Provider push'),
	],
	liveactivity: ofLiveActivity,
	mdm: (aps, payload) => [
		...missing(payload, ['mdm'], 'An MDM push'),
		...(Object.keys(aps).length > 0 ? ['An MDM push has no "aps": the device ignores it.'] : []),
	],
	widgets: ofContentChanged,
};

function ofAlert(aps: JsonObject): string[] {
	if (['alert', 'badge', 'sound'].some((key) => key in aps)) return [];
	return [
		'An alert without title, body, badge and sound shows nothing on the device. For a push that only wakes the app, set Push Type to Background.',
	];
}

/** "Pushing background updates to your App": nothing in `aps` but `content-available`. */
function ofBackground(aps: JsonObject): string[] {
	const keys = ['alert', 'badge', 'sound'].filter((key) => key in aps);
	return [
		...(keys.length > 0
			? [
					`A background push must not carry ${quoted(keys)}: Apple may delay or drop it. Leave it out, or set Push Type to Alert.`,
				]
			: []),
		...(aps['content-available'] === 1
			? []
			: ['A background push needs "content-available": 1 in "aps", or the app is not woken.']),
	];
}

function ofContentChanged(aps: JsonObject): string[] {
	if (aps['content-changed'] === true) return [];
	return ['This push type needs "content-changed": true in "aps", or nothing is reloaded.'];
}

const LIVE_ACTIVITY_NEEDS: Readonly<Record<LiveActivityEvent, readonly string[]>> = {
	start: ['timestamp', 'content-state', 'attributes-type', 'attributes', 'alert'],
	update: ['timestamp', 'content-state'],
	end: ['timestamp'],
};

/** Later than the year 5138, if it were seconds. */
const FIRST_IN_MS = 1e11;

function ofLiveActivity(aps: JsonObject): string[] {
	const event = LIVE_ACTIVITY_EVENTS.find((one) => one === aps.event);
	if (event === undefined) {
		return [
			'A Live Activity needs "event" in "aps": "start", "update" or "end". The device ignores the push.',
		];
	}
	const late = ['timestamp', 'stale-date', 'dismissal-date'].filter(
		(key) => Number(aps[key]) >= FIRST_IN_MS,
	);
	return [
		...missing(aps, LIVE_ACTIVITY_NEEDS[event], `A Live Activity with the event "${event}"`),
		...late.map((key) => `"${key}" looks like milliseconds. Apple wants Unix seconds.`),
		...('sound' in aps ? ['The sound of a Live Activity belongs inside "alert".'] : []),
		...(typeof aps.alert === 'string'
			? ['The alert of a Live Activity is an object with "title" and "body".']
			: []),
		...('input-push-token' in aps && 'input-push-channel' in aps
			? ['"input-push-token" and "input-push-channel" exclude each other. Leave one out.']
			: []),
	];
}

/** Of whatever carries a message. */
function ofMessage(aps: JsonObject): string[] {
	return [
		...('mutable-content' in aps && !hasText(aps.alert)
			? [
					'"mutable-content" needs a title, a subtitle or a body: without one the device does not start the service extension.',
				]
			: []),
		...(aps['interruption-level'] === 'passive' && 'sound' in aps
			? ['With the interruption level Passive the device plays no sound.']
			: []),
	];
}

function hasText(alert: unknown): boolean {
	if (!isJsonObject(alert)) return typeof alert === 'string';
	return Object.keys(alert).some((key) => /^(sub)?title|^body|^loc-key/.test(key));
}

function ofTopic(topic: string, pushType: PushType): string[] {
	if (rulesOf(pushType).topicSuffix !== '' || pushType === 'mdm') return [];
	const other = Object.values(PUSH_TYPES).find(
		({ topicSuffix }) => topicSuffix !== '' && topic.endsWith(topicSuffix),
	);
	if (other === undefined) return [];
	return [
		`The topic ends in ${other.topicSuffix}, like that of another push type. Unless this is the whole bundle ID, give the bundle ID alone.`,
	];
}

function missing(object: JsonObject, keys: readonly string[], subject: string): string[] {
	const absent = keys.filter((key) => !(key in object));
	return absent.length === 0
		? []
		: [`${subject} needs ${quoted(absent)}. The device ignores it otherwise.`];
}

function quoted(keys: readonly string[]): string {
	return keys.map((key) => `"${key}"`).join(', ');
}
