import type { JsonObject } from './payload.ts';

/** The values of `event`: what a push does to a Live Activity. */
export const LIVE_ACTIVITY_EVENTS = ['start', 'update', 'end'] as const;

/** A value of `event`. */
export type LiveActivityEvent = (typeof LIVE_ACTIVITY_EVENTS)[number];

/** The alert of a Live Activity. Unlike in other pushes, the sound is inside. */
export interface LiveActivityAlert {
	readonly title?: string | undefined;
	readonly body?: string | undefined;
	/** A file in the app's bundle, or `default`. */
	readonly sound?: string | undefined;
	/** Used instead of `title`. */
	readonly titleLocKey?: string | undefined;
	readonly titleLocArgs?: readonly string[] | undefined;
	/** Used instead of `body`. */
	readonly locKey?: string | undefined;
	readonly locArgs?: readonly string[] | undefined;
}

/** The fields of a Live Activity. Undefined fields are left out of the payload. */
export interface LiveActivityFields extends LiveActivityAlert {
	readonly event: LiveActivityEvent;
	/** When the content was created: a device ignores content that is older than what it shows. */
	readonly timestampSeconds: number;
	readonly contentState?: JsonObject | undefined;
	/** Name of the attributes' Swift type. */
	readonly attributesType?: string | undefined;
	readonly attributes?: JsonObject | undefined;
	readonly staleDateSeconds?: number | undefined;
	readonly dismissalDateSeconds?: number | undefined;
	/** Any number; the app's activity with the highest is shown in the Dynamic Island. */
	readonly relevanceScore?: number | undefined;
	/** Asks the device for a push token to update the new activity. */
	readonly inputPushToken?: boolean | undefined;
	/** Subscribes the new activity to broadcasts on this channel. */
	readonly inputPushChannel?: string | undefined;
}

/** A field that Apple requires for some events. */
type RequiredField = 'contentState' | 'attributesType' | 'attributes';

const REQUIRED: Readonly<Record<LiveActivityEvent, readonly RequiredField[]>> = {
	start: ['contentState', 'attributesType', 'attributes'],
	update: ['contentState'],
	end: [],
};

/**
 * The first field that the event requires and that is missing; undefined if there is none. A missing alert
 * is reported as `alert`.
 *
 * Source of all in this file: "Starting and updating Live Activities with ActivityKit push notifications".
 */
export function missingField(fields: LiveActivityFields): RequiredField | 'alert' | undefined {
	const missing = REQUIRED[fields.event].find((name) => fields[name] === undefined);
	if (missing !== undefined) return missing;
	return fields.event === 'start' && alertOf(fields) === undefined ? 'alert' : undefined;
}

/** The payload of a Live Activity, without fields that have no value or do not belong to its event. */
export function liveActivityPayload(fields: LiveActivityFields): JsonObject {
	const { event } = fields;
	const aps: JsonObject = {
		timestamp: fields.timestampSeconds,
		event,
		'content-state': fields.contentState,
		alert: alertOf(fields),
		'relevance-score': fields.relevanceScore,
		'stale-date': fields.staleDateSeconds,
	};
	if (event === 'start') {
		aps['attributes-type'] = fields.attributesType;
		aps.attributes = fields.attributes;
		aps['input-push-token'] = fields.inputPushToken === true ? 1 : undefined;
		aps['input-push-channel'] = fields.inputPushChannel;
	}
	if (event === 'end') aps['dismissal-date'] = fields.dismissalDateSeconds;
	return { aps };
}

/** A sound alone is not an alert: ActivityKit's AlertConfiguration requires text. */
function alertOf(fields: LiveActivityAlert): JsonObject | undefined {
	const title = localizable(fields.title, fields.titleLocKey, fields.titleLocArgs);
	const body = localizable(fields.body, fields.locKey, fields.locArgs);
	if (title === undefined && body === undefined) return undefined;
	return { title, body, sound: fields.sound };
}

function localizable(
	text: string | undefined,
	key: string | undefined,
	args: readonly string[] | undefined,
): string | JsonObject | undefined {
	return key === undefined ? text : { 'loc-key': key, 'loc-args': args };
}
