import { rulesOf, type PushType } from './pushType.ts';

/** A JSON object in a payload. */
export type JsonObject = { [key: string]: unknown };

/**
 * The fields of a notification, by the names of the node's fields. Keys and their meaning: "Generating a
 * remote notification", tables 1 to 3. Undefined fields are left out of the payload.
 */
export interface NotificationFields {
	readonly title?: string | undefined;
	readonly subtitle?: string | undefined;
	readonly body?: string | undefined;
	/** 0 removes the badge. */
	readonly badge?: number | undefined;
	/** A file in the app's bundle, or `default`. */
	readonly sound?: string | undefined;
	/** Plays the sound even if the device is muted; needs an entitlement. */
	readonly critical?: boolean | undefined;
	/** 0 to 1. */
	readonly criticalVolume?: number | undefined;
	readonly category?: string | undefined;
	readonly threadId?: string | undefined;
	readonly interruptionLevel?: string | undefined;
	readonly relevanceScore?: number | undefined;
	readonly contentAvailable?: boolean | undefined;
	readonly mutableContent?: boolean | undefined;
	readonly targetContentId?: string | undefined;
	readonly filterCriteria?: string | undefined;
	readonly titleLocKey?: string | undefined;
	readonly titleLocArgs?: readonly string[] | undefined;
	readonly subtitleLocKey?: string | undefined;
	readonly subtitleLocArgs?: readonly string[] | undefined;
	readonly locKey?: string | undefined;
	readonly locArgs?: readonly string[] | undefined;
	readonly launchImage?: string | undefined;
}

/** Builds the payload from fields: `aps`, and the custom data next to it. Keys may have the value undefined. */
export function buildPayload(fields: NotificationFields, customData: JsonObject): JsonObject {
	const alert = {
		title: fields.title,
		subtitle: fields.subtitle,
		body: fields.body,
		'launch-image': fields.launchImage,
		'title-loc-key': fields.titleLocKey,
		'title-loc-args': fields.titleLocArgs,
		'subtitle-loc-key': fields.subtitleLocKey,
		'subtitle-loc-args': fields.subtitleLocArgs,
		'loc-key': fields.locKey,
		'loc-args': fields.locArgs,
	};
	const aps = {
		alert: hasValues(alert) ? alert : undefined,
		badge: fields.badge,
		sound: soundOf(fields),
		'thread-id': fields.threadId,
		category: fields.category,
		'content-available': fields.contentAvailable === true ? 1 : undefined,
		'mutable-content': fields.mutableContent === true ? 1 : undefined,
		'target-content-id': fields.targetContentId,
		'interruption-level': fields.interruptionLevel,
		'relevance-score': fields.relevanceScore,
		'filter-criteria': fields.filterCriteria,
	};
	// A spread defines keys instead of assigning them, so that a custom `__proto__` stays plain data.
	return hasValues(aps) ? { aps, ...customData } : { ...customData };
}

/**
 * Adds the push type's default `aps` to a payload that has none: without `content-available`, for example,
 * the device would drop a background push.
 */
export function withImpliedAps(payload: JsonObject, pushType: PushType): JsonObject {
	const { impliedAps } = rulesOf(pushType);
	return impliedAps === null || 'aps' in payload ? payload : { aps: impliedAps, ...payload };
}

/** Whether a value is a plain object: not null, a list, a date or another instance. */
export function isJsonObject(value: unknown): value is JsonObject {
	return Object.prototype.toString.call(value) === '[object Object]';
}

function soundOf(fields: NotificationFields): string | JsonObject | undefined {
	if (fields.critical !== true) return fields.sound;
	return withoutUndefined({
		critical: 1,
		name: fields.sound ?? 'default',
		volume: fields.criticalVolume,
	});
}

function hasValues(object: JsonObject): boolean {
	for (const key in object) if (object[key] !== undefined) return true;
	return false;
}

function withoutUndefined(object: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
