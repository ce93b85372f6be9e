import { APS_SHAPES } from './apsTable.ts';
import { liveActivityWarnings } from './liveActivityWarnings.ts';
import type { Notification } from './Notification.ts';
import { isJsonObject, type JsonObject } from './payload.ts';
import { PUSH_TYPES, rulesOf, type PushType } from './pushType.ts';
import { quotedAll, shapeWarnings } from './shapeWarnings.ts';
import { valueWarnings } from './valueWarnings.ts';

/** The warning if {@link isNearlyFull}. */
export const NEARLY_FULL =
	'A payload is close to the maximum size. Shorten the text or the custom data.';

/** A payload above this share is too large with the next longer name or amount. */
const NEARLY_FULL_SHARE = 0.95;

/** Whether the payload is close to the maximum size. */
export function isNearlyFull(
	{ pushType, payload }: Notification,
	{ maxPayloadBytes } = rulesOf(pushType),
): boolean {
	return Buffer.byteLength(payload) > maxPayloadBytes * NEARLY_FULL_SHARE;
}

/**
 * Warnings about what APNs accepts, but the device ignores, or Apple may delay or drop. Nothing else shows
 * these faults: APNs answers 200.
 */
export function warningsOf(notification: Notification): string[] {
	const { topic, pushType, payload, nullified, isBundleId } = notification;
	return [
		...payloadWarnings(payload, pushType),
		...(nullified === undefined
			? []
			: [`JSON has no form for the value of ${quotedAll(nullified)}: null is sent instead.`]),
		...(isBundleId ? [] : ofTopic(topic, pushType)),
	];
}

/**
 * The same for a payload as it is sent.
 *
 * @param json an object
 * @param pushType undefined: checks keys and values, but not whether they suit the type
 */
export function payloadWarnings(json: string, pushType: PushType | undefined): string[] {
	const payload = JSON.parse(json) as JsonObject;
	const aps = isJsonObject(payload.aps) ? payload.aps : {};
	const shape = APS_SHAPES[pushType ?? 'alert'];
	return [
		...(pushType === undefined ? [] : ofType(pushType, aps, payload)),
		...(shape === undefined ? [] : shapeWarnings(aps, shape, 'aps')),
		...(shape === undefined ? [] : ofMisplaced(payload, aps)),
		...ofMessage(aps),
		...valueWarnings(json),
	];
}

type Check = (aps: JsonObject, payload: JsonObject) => string[];

/** Source: Apple's page of each type. */
const CHECKS: Readonly<Partial<Record<PushType, Check>>> = {
	alert: ofAlert,
	background: ofBackground,
	controls: ofContentChanged,
	fileprovider: (_, payload) => [
		...missing(payload, ['container-identifier', 'domain'], 'A File Provider push'),
	],
	liveactivity: liveActivityWarnings,
	mdm: (_, payload) => [
		...missing(payload, ['mdm'], 'An MDM push'),
		...('aps' in payload ? ['An MDM push has no "aps": the device ignores it.'] : []),
	],
	widgets: ofContentChanged,
};

function ofType(pushType: PushType, aps: JsonObject, payload: JsonObject): string[] {
	const { impliedAps } = rulesOf(pushType);
	if (impliedAps !== null && 'aps' in payload && !isJsonObject(payload.aps)) {
		return ['"aps" must be an object. The device ignores the push.'];
	}
	return CHECKS[pushType]?.(aps, payload) ?? [];
}

function ofAlert(aps: JsonObject): string[] {
	if ('badge' in aps || hasText(aps.alert)) return [];
	if ('sound' in aps && aps.sound !== 'default') return [];
	return [
		'sound' in aps
			? 'An alert without a title, a body or a badge shows nothing on the device: it only plays a sound.'
			: "An alert without title, body, badge and sound shows nothing on the device. To only wake the app, set 'Push Type' to Background.",
	];
}

/** "Pushing background updates to your App": nothing in `aps` but `content-available`. */
function ofBackground(aps: JsonObject): string[] {
	const keys = ['alert', 'badge', 'sound'].filter((key) => key in aps);
	const warnings: string[] = [];
	if (keys.length > 0) {
		warnings.push(
			`A background push must not carry ${quotedAll(keys)}: Apple may delay or drop it. Leave it out, or set 'Push Type' to Alert.`,
		);
	}
	// Any other value is reported as a wrong value.
	if (!('content-available' in aps) || aps['content-available'] === 0) {
		warnings.push(
			'A background push needs "content-available": 1 in "aps". The app is not woken otherwise.',
		);
	}
	return warnings;
}

function ofContentChanged(aps: JsonObject): string[] {
	if ('content-changed' in aps) return [];
	return ['This push type needs "content-changed": true in "aps". Nothing is reloaded otherwise.'];
}

/** Apple's hyphenated keys next to `aps` instead of inside. */
function ofMisplaced(payload: JsonObject, aps: JsonObject): string[] {
	const known = Object.keys(APS_SHAPES.alert ?? {});
	const keys = known.filter((key) => key.includes('-') && key in payload && !(key in aps));
	if (keys.length === 0) return [];
	return [`Put ${quotedAll(keys)} inside "aps". The device ignores it elsewhere.`];
}

/** For all push types with a message. */
function ofMessage(aps: JsonObject): string[] {
	return [
		...(aps['mutable-content'] === 1 && !hasText(aps.alert)
			? [
					'"mutable-content" needs a title, a subtitle or a body. The device does not start the service extension otherwise.',
				]
			: []),
		...(aps['interruption-level'] === 'passive' && 'sound' in aps
			? ['With the interruption level Passive the device plays no sound.']
			: []),
	];
}

/** Whether there is text to show. A value that is not text is reported as a wrong value. */
function hasText(alert: unknown): boolean {
	if (!isJsonObject(alert)) return alert !== undefined && alert !== '';
	return Object.entries(alert).some(
		([key, value]) => /^(sub)?title|^body|^loc-key/.test(key) && value !== '',
	);
}

function ofTopic(topic: string, pushType: PushType): string[] {
	if (rulesOf(pushType).topicSuffix !== '' || pushType === 'mdm' || pushType === 'wallet')
		return [];
	const other = Object.values(PUSH_TYPES).find(
		({ topicSuffix }) => topicSuffix !== '' && topic.endsWith(topicSuffix),
	);
	if (other === undefined) return [];
	return [
		`'Bundle ID' already contains a push-type suffix (${other.topicSuffix}). Remove it, unless it is part of the bundle ID.`,
	];
}

function missing(object: JsonObject, keys: readonly string[], subject: string): string[] {
	const absent = keys.filter((key) => !(key in object));
	return absent.length === 0
		? []
		: [`${subject} needs ${quotedAll(absent)}. The device ignores it otherwise.`];
}
