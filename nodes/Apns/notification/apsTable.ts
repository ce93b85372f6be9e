import { isChannelId } from './channelId.ts';
import { LIVE_ACTIVITY_EVENTS } from './liveActivity.ts';
import { isJsonObject } from './payload.ts';
import type { PushType } from './pushType.ts';

/** What Apple documents for the value of one key. */
export interface ValueRule {
	/** Completes the sentence "The value must be …". */
	readonly what: string;
	readonly fits: (value: unknown) => boolean;
	/** The allowed values, if they are a few texts. */
	readonly choices?: readonly string[];
	/** The keys inside, if the value is an object. */
	readonly inside?: Shape;
}

/** The keys that an object may have. */
export type Shape = Readonly<Record<string, ValueRule>>;

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';

const TEXT: ValueRule = { what: 'text', fits: isText };
const TEXTS: ValueRule = {
	what: 'a list of texts',
	fits: (value) => Array.isArray(value) && value.every(isText),
};
const NUMBER: ValueRule = { what: 'a number', fits: isNumber };
const COUNT: ValueRule = {
	what: 'a whole number, 0 or greater',
	fits: (value) => Number.isInteger(value) && Number(value) >= 0,
};
const SHARE: ValueRule = {
	what: 'a number from 0 to 1',
	fits: (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 1,
};
/** 0 is what libraries write for "no". */
const FLAG: ValueRule = { what: 'the number 1', fits: (value) => value === 1 || value === 0 };
const TRUE: ValueRule = { what: 'true', fits: (value) => value === true };
const TIME: ValueRule = { what: 'a number of Unix seconds', fits: isNumber };
const OBJECT: ValueRule = { what: 'an object', fits: isJsonObject };
const CHANNEL_ID: ValueRule = {
	what: 'a channel ID, which is base64 text',
	fits: (value) => typeof value === 'string' && isChannelId(value),
};

const oneOf = (choices: readonly string[]): ValueRule => ({
	what: choices
		.map((choice) => `"${choice}"`)
		.join(', ')
		.replace(/, (?=[^,]*$)/, ' or '),
	fits: (value) => typeof value === 'string' && choices.includes(value),
	choices,
});
const objectOf = (inside: Shape, what: string): ValueRule => ({ what, fits: isJsonObject, inside });
const textOr = (inside: Shape): ValueRule => ({
	what: 'text or an object',
	fits: (value) => isText(value) || isJsonObject(value),
	inside,
});

/** "Generating a remote notification", table 2; the last four are from older systems. */
const ALERT: Shape = {
	title: TEXT,
	subtitle: TEXT,
	body: TEXT,
	'launch-image': TEXT,
	'title-loc-key': TEXT,
	'title-loc-args': TEXTS,
	'subtitle-loc-key': TEXT,
	'subtitle-loc-args': TEXTS,
	'loc-key': TEXT,
	'loc-args': TEXTS,
	action: TEXT,
	'action-loc-key': TEXT,
	'summary-arg': TEXT,
	'summary-arg-count': NUMBER,
};

/** Table 3: the sound of a critical alert. */
const SOUND: Shape = { critical: FLAG, name: TEXT, volume: SHARE };

/** Table 1, with the keys of Live Activities, widgets and controls, and Safari's `url-args`. */
const APS: Shape = {
	alert: textOr(ALERT),
	badge: COUNT,
	sound: textOr(SOUND),
	'thread-id': TEXT,
	category: TEXT,
	'content-available': FLAG,
	'mutable-content': FLAG,
	'target-content-id': TEXT,
	'interruption-level': oneOf(['passive', 'active', 'time-sensitive', 'critical']),
	'relevance-score': SHARE,
	'filter-criteria': TEXT,
	'stale-date': TIME,
	'content-state': OBJECT,
	timestamp: TIME,
	event: oneOf(LIVE_ACTIVITY_EVENTS),
	'dismissal-date': TIME,
	'attributes-type': TEXT,
	attributes: OBJECT,
	'input-push-token': FLAG,
	'input-push-channel': CHANNEL_ID,
	'content-changed': TRUE,
	'url-args': TEXTS,
};

const LOCALIZED: ValueRule = textOr({ 'loc-key': TEXT, 'loc-args': TEXTS });

/** "Starting and updating Live Activities with ActivityKit push notifications" */
const LIVE_ACTIVITY_APS: Shape = {
	...APS,
	alert: objectOf(
		{ title: LOCALIZED, body: LOCALIZED, sound: TEXT },
		'an object with "title" and "body"',
	),
	'relevance-score': NUMBER,
};

/**
 * The keys in `aps` that the system understands. For push types that are not listed it reads none: the app,
 * its extension or the device management gets the payload unchanged.
 */
export const APS_SHAPES: Readonly<Partial<Record<PushType, Shape>>> = {
	alert: APS,
	background: APS,
	controls: APS,
	liveactivity: LIVE_ACTIVITY_APS,
	widgets: APS,
};
