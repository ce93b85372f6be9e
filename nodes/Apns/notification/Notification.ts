import { NotificationRefusal } from './NotificationRefusal.ts';
import { nullifiedIn } from './nullified.ts';
import type { JsonObject } from './payload.ts';
import { rulesOf, topicFor, type Priority, type PushType, type PushTypeRules } from './pushType.ts';

/** A checked notification that is ready to send to any number of devices. */
export interface Notification {
	/** `apns-topic`, with the push type's suffix. */
	readonly topic: string;
	/** The topic contains a known bundle ID, even if that ends in a push type's suffix. */
	readonly isBundleId?: boolean;
	readonly pushType: PushType;
	readonly priority: Priority;
	/** Unix seconds; 0: deliver now or never; undefined: APNs decides how long to store it (up to 30 days). */
	readonly expirationSeconds: number | undefined;
	readonly collapseId: string | undefined;
	/** Lower-case UUID; undefined: each token gets a new one. */
	readonly apnsId: string | undefined;
	/** The request's body: JSON. */
	readonly payload: string;
	/** Paths in the payload where null replaces a value that JSON cannot represent, such as NaN. */
	readonly nullified?: readonly string[];
}

/** The parts of a notification, before they are checked. */
export interface NotificationDraft {
	/** The app's bundle ID, or the complete topic. */
	readonly bundleIdOrTopic: string;
	/** It is known to be a bundle ID, even if it ends in a suffix: an app may be called `com.example.voip`. */
	readonly isBundleId?: boolean;
	readonly pushType: PushType;
	/** Undefined: the push type's default. */
	readonly priority?: Priority | undefined;
	readonly expirationSeconds?: number | undefined;
	readonly collapseId?: string | undefined;
	readonly apnsId?: string | undefined;
	readonly payload: JsonObject;
}

/** "Sending notification requests to APNs": the value must not exceed 64 bytes. */
const MAX_COLLAPSE_ID_BYTES = 64;

/** RFC 9113 §8.2.1: not allowed in a header field value. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;
/** A header value is visible ASCII (RFC 9113 §8.2.1); bundle IDs have letters, digits, `-` and `.`. */
const TOPIC = /^[A-Za-z0-9._-]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Apple documents no limit. Our own is several times the longest bundle ID with its suffix: a header of 64
 * KiB breaks connections instead of being refused.
 */
export const MAX_TOPIC_CHARACTERS = 255;

/** Whether a text can be a topic. */
export function isTopic(text: string): boolean {
	return text.length <= MAX_TOPIC_CHARACTERS && TOPIC.test(text);
}

/**
 * Checks a draft for what APNs would refuse and makes it ready to send.
 *
 * @param rules those of a broadcast; default: those of the push type
 * @throws {NotificationRefusal} `BAD_REQUEST` or `PAYLOAD_TOO_LARGE`
 */
export function createNotification(
	draft: NotificationDraft,
	rules = rulesOf(draft.pushType),
): Notification {
	const { pushType } = draft;
	const notification: Notification = {
		topic: checkedTopic(topicOf(draft, rules)),
		...(draft.isBundleId && { isBundleId: true }),
		pushType,
		priority: checkedPriority(draft.priority, pushType, rules),
		expirationSeconds: checkedExpiration(draft.expirationSeconds ?? rules.defaultExpirationSeconds),
		collapseId: checkedCollapseId(draft.collapseId),
		apnsId: checkedApnsId(draft.apnsId),
		payload: checkedPayload(draft, rules),
	};
	const nullified = nullifiedIn(draft.payload, notification.payload);
	return nullified.length === 0 ? notification : { ...notification, nullified };
}

/** `apns-topic` of a draft. */
export function topicOf(
	{ pushType, bundleIdOrTopic, isBundleId }: NotificationDraft,
	rules = rulesOf(pushType),
): string {
	return isBundleId
		? bundleIdOrTopic + rules.topicSuffix
		: topicFor(pushType, bundleIdOrTopic, rules);
}

/**
 * The payload of a draft as it would be sent, of any size.
 *
 * @throws {NotificationRefusal} `BAD_REQUEST` if JSON cannot represent it
 */
export function encodePayload({ payload }: NotificationDraft): string {
	const json = stringified(payload);
	// A `toJSON` turns a Date into text, and may turn an object into anything.
	if (json?.startsWith('{')) return json;
	throw new NotificationRefusal('BAD_REQUEST', 'The payload is not a JSON object.');
}

function checkedTopic(topic: string): string {
	if (isTopic(topic)) return topic;
	if (topic.length > MAX_TOPIC_CHARACTERS) {
		throw new NotificationRefusal(
			'BAD_REQUEST',
			`'Bundle ID' gives a topic of ${topic.length} characters; the maximum is ${MAX_TOPIC_CHARACTERS}.`,
		);
	}
	throw new NotificationRefusal(
		'BAD_REQUEST',
		`'Bundle ID' is '${topic}'. It must have only letters, digits, hyphens and dots, such as com.example.app.`,
	);
}

function checkedExpiration(expirationSeconds: number | undefined): number | undefined {
	if (expirationSeconds === undefined) return undefined;
	if (Number.isSafeInteger(expirationSeconds) && expirationSeconds >= 0) return expirationSeconds;
	throw new NotificationRefusal(
		'BAD_REQUEST',
		'The expiration must be a whole number of seconds since 1970.',
	);
}

function checkedPriority(
	priority: Priority | undefined,
	pushType: PushType,
	{ defaultPriority, allowedPriorities }: PushTypeRules,
): Priority {
	if (priority === undefined) return defaultPriority;
	if (allowedPriorities.includes(priority)) return priority;
	throw new NotificationRefusal(
		'BAD_REQUEST',
		pushType === 'background'
			? `Priority ${priority} is not allowed for a background push: APNs accepts only priority 5, because iOS delivers these with regard to the device's power. Remove 'Priority', or set it to 5.`
			: `Priority ${priority} is not allowed for push type '${pushType}'. Allowed: ${allowedPriorities.join(', ')}.`,
	);
}

function checkedCollapseId(collapseId: string | undefined): string | undefined {
	if (collapseId === undefined) return undefined;
	if (CONTROL_CHARACTER.test(collapseId) || !collapseId.isWellFormed()) {
		throw new NotificationRefusal(
			'BAD_REQUEST',
			'The collapse ID contains control characters or invalid Unicode. Use printable text.',
		);
	}
	if (collapseId.trim() !== collapseId) {
		throw new NotificationRefusal(
			'BAD_REQUEST',
			'The collapse ID starts or ends with a space. Remove it.',
		);
	}
	const bytes = Buffer.byteLength(collapseId);
	if (bytes > MAX_COLLAPSE_ID_BYTES) {
		throw new NotificationRefusal(
			'BAD_REQUEST',
			`The collapse ID has ${bytes} bytes; APNs allows ${MAX_COLLAPSE_ID_BYTES}.`,
		);
	}
	return collapseId;
}

function checkedApnsId(apnsId: string | undefined): string | undefined {
	if (apnsId === undefined) return undefined;
	if (UUID.test(apnsId)) return apnsId.toLowerCase();
	throw new NotificationRefusal(
		'BAD_REQUEST',
		'The APNs ID must be a UUID, such as 123e4567-e89b-12d3-a456-426614174000.',
	);
}

function checkedPayload(draft: NotificationDraft, { maxPayloadBytes }: PushTypeRules): string {
	const { pushType } = draft;
	const json = encodePayload(draft);
	const bytes = Buffer.byteLength(json);
	if (bytes <= maxPayloadBytes) return json;
	throw new NotificationRefusal(
		'PAYLOAD_TOO_LARGE',
		`The payload has ${bytes} bytes; APNs allows ${maxPayloadBytes} for push type '${pushType}'. Shorten the text or the custom data.`,
	);
}

function stringified(payload: JsonObject): string | undefined {
	try {
		return JSON.stringify(payload);
	} catch {
		// Circular, nested too deeply for the engine, or a BigInt.
		throw new NotificationRefusal(
			'BAD_REQUEST',
			'The payload cannot be converted to JSON: it is nested too deeply, refers to itself, or contains a value that JSON cannot represent.',
		);
	}
}
