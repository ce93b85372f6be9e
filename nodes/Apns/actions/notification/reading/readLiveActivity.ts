import { isChannelId } from '../../../notification/channelId.ts';
import {
	LIVE_ACTIVITY_EVENTS,
	liveActivityPayload,
	missingField,
	type LiveActivityEvent,
	type LiveActivityFields,
} from '../../../notification/liveActivity.ts';
import type { JsonObject } from '../../../notification/payload.ts';
import { parseUnixTime } from '../../../notification/unixTime.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { SetupError } from '../../errors/SetupError.ts';
import { readUnixTime, type TimeContext } from './readUnixTime.ts';

/**
 * The payload of a Live Activity.
 *
 * @throws {SetupError} for a value that cannot be used, or a missing one that Apple requires for the event
 */
export function readLiveActivity(parameters: Fields, context: TimeContext): JsonObject {
	const event = parameters.choice('event', LIVE_ACTIVITY_EVENTS) ?? 'update';
	const more = parameters.collection('liveActivityFields');
	const fields: LiveActivityFields = {
		timestampSeconds: Math.floor(context.nowMs / 1000),
		...more.once(event, () => readMoreFields(more, event, context)),
		event,
		contentState: filled(parameters.jsonObject('contentState')),
		title: parameters.text('title'),
		body: parameters.text('body'),
		...(event === 'start' && {
			attributesType: parameters.text('attributesType')?.trim() || undefined,
			attributes: filled(parameters.jsonObject('attributes')),
		}),
	};
	const missing = missingField(fields);
	if (missing !== undefined) throw missingError(parameters, missing, event);
	return liveActivityPayload(fields);
}

/** The default in the panel is `{}`, which counts as empty. */
function filled(object: JsonObject | undefined): JsonObject | undefined {
	return object === undefined || Object.keys(object).length === 0 ? undefined : object;
}

/** Fields of other events are ignored. */
function readMoreFields(
	more: Fields,
	event: LiveActivityEvent,
	context: TimeContext,
): Partial<LiveActivityFields> {
	const timestampSeconds = readTime(more, 'timestamp', context);
	return {
		...(timestampSeconds !== undefined && { timestampSeconds }),
		staleDateSeconds: readTime(more, 'staleDate', context),
		relevanceScore: more.number('relevanceScore', -Number.MAX_VALUE, Number.MAX_VALUE),
		sound: more.text('sound'),
		titleLocKey: more.text('titleLocKey'),
		titleLocArgs: more.textList('titleLocArgs'),
		locKey: more.text('locKey'),
		locArgs: more.textList('locArgs'),
		...(event === 'start' && readInputPush(more)),
		// Apple removes the activity immediately if the date is in the past.
		...(event === 'end' && {
			dismissalDateSeconds: readTime(more, 'dismissalDate', context, -Infinity),
		}),
	};
}

function readInputPush(more: Fields): Partial<LiveActivityFields> {
	const inputPushToken = more.boolean('inputPushToken');
	const inputPushChannel = more.text('inputPushChannel')?.trim() || undefined;
	if (inputPushChannel === undefined) return { inputPushToken };
	if (inputPushToken === true) {
		throw new SetupError(
			`'${more.labelOf('inputPushToken')}' and '${more.labelOf('inputPushChannel')}' cannot be used together`,
			'A Live Activity is updated either by its own token or by broadcasts on a channel. Remove one of the two.',
		);
	}
	if (!isChannelId(inputPushChannel)) {
		throw new SetupError(
			`'${more.labelOf('inputPushChannel')}' is not a channel ID`,
			'Enter the ID that APNs returned when the channel was created. It is base64 text.',
		);
	}
	return { inputPushToken, inputPushChannel };
}

function readTime(
	more: Fields,
	name: string,
	{ timeZone }: TimeContext,
	earliestSeconds?: number,
): number | undefined {
	return readUnixTime(more, name, (given) => parseUnixTime(given, timeZone, earliestSeconds));
}

function missingError(
	parameters: Fields,
	missing: NonNullable<ReturnType<typeof missingField>>,
	event: LiveActivityEvent,
): SetupError {
	if (missing === 'alert') {
		return new SetupError(
			`'${parameters.labelOf('title')}' and '${parameters.labelOf('body')}' are empty`,
			'Apple requires an alert to start a Live Activity. Enter a title and a body.',
		);
	}
	return new SetupError(
		`'${parameters.labelOf(missing)}' is empty`,
		`Apple requires it to ${event} a Live Activity. It must match the app's declaration in Swift. If the declaration has no fields, set Payload to JSON and send {}.`,
	);
}
