import type { JsonObject } from './payload.ts';

/** What a push does to a Live Activity: the values of `event`. */
export const LIVE_ACTIVITY_EVENTS = ['start', 'update', 'end'] as const;

/** A value of `event`. */
export type LiveActivityEvent = (typeof LIVE_ACTIVITY_EVENTS)[number];

/** What a Live Activity shows as an alert. Its shape is its own: the sound is inside. */
export interface LiveActivityAlert {
	readonly title?: string | undefined;
	readonly body?: string | undefined;
	/** A file in the app's bundle, or `default`. */
	readonly sound?: string | undefined;
	/** Goes before `title`. */
	readonly titleLocKey?: string | undefined;
	readonly titleLocArgs?: readonly string[] | undefined;
	/** Goes before `body`. */
	readonly locKey?: string | undefined;
	readonly locArgs?: readonly string[] | undefined;
}

/** What a person fills in for a Live Activity. What is undefined is left out of the payload. */
export interface LiveActivityFields extends LiveActivityAlert {
	readonly event: LiveActivityEvent;
	/** When the content was made: a device ignores what is older than what it has. */
	readonly timestampSeconds: number;
	readonly contentState?: JsonObject | undefined;
	/** Name of the Swift type of the attributes. */
	readonly attributesType?: string | undefined;
	readonly attributes?: JsonObject | undefined;
	readonly staleDateSeconds?: number | undefined;
	readonly dismissalDateSeconds?: number | undefined;
	/** Any number; the highest of an app's activities is in the Dynamic Island. */
	readonly relevanceScore?: number | undefined;
	/** Asks the device for a token to update the new activity with. */
	readonly inputPushToken?: boolean | undefined;
	/** Has the new activity updated by broadcasts on this channel. */
	readonly inputPushChannel?: string | undefined;
}

/** A field that Apple asks for, by the event. */
type RequiredField = 'contentState' | 'attributesType' | 'attributes';

const REQUIRED: Readonly<Record<LiveActivityEvent, readonly RequiredField[]>> = {
	start: ['contentState', 'attributesType', 'attributes'],
	update: ['contentState'],
	end: [],
};

/**
 * What the event cannot do without and has not got, or nothing. An alert is told as `alert`.
 *
 * Source of all in this file: "Starting and updating Live Activities with ActivityKit push notifications".
 */
export function missingField(fields: LiveActivityFields): RequiredField | 'alert' | undefined {
	const missing = REQUIRED[fields.event].find((name) => fields[name] === undefined);
	if (missing !== undefined) return missing;
	return fields.event === 'start' && alertOf(fields) === undefined ? 'alert' : undefined;
}

/** The payload of a Live Activity. What is not for its event is left out, as is what has no value. */
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

/** A sound alone is no alert: ActivityKit's AlertConfiguration has a text with it. */
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
