import {
	buildPayload,
	withImpliedAps,
	type JsonObject,
	type NotificationFields,
} from '../../../notification/payload.ts';
import type { PushType } from '../../../notification/pushType.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { SetupError } from '../../errors/SetupError.ts';
import { readLiveActivity } from './readLiveActivity.ts';
import type { TimeContext } from './readUnixTime.ts';

/** iOS accepts any 32-bit integer. */
const MAX_BADGE = 2 ** 31 - 1;

const LEVELS = ['passive', 'active', 'time-sensitive', 'critical'] as const;

/** Reads the payload of each push type. Fields that do not belong to the type are ignored. */
const READERS: Readonly<Record<PushType, (fields: Fields, context: TimeContext) => JsonObject>> = {
	alert: readAlert,
	background: readDataOnly,
	complication: readDataOnly,
	// The payload of a widget or a control is implied by the type; the app receives nothing else.
	controls: () => ({}),
	fileprovider: readFileProvider,
	liveactivity: readLiveActivity,
	location: readDataOnly,
	mdm: readMdm,
	pushtotalk: readDataOnly,
	voip: readDataOnly,
	wallet: () => ({}),
	widgets: () => ({}),
};

/**
 * The payload that the parameters describe. JSON is sent as it was written, except for Wallet, which ignores all
 * content ("Adding a Web Service to Update Passes").
 *
 * @throws {SetupError} for a parameter that cannot be used, or an empty one that the push type needs
 */
export function readPayload(
	parameters: Fields,
	pushType: PushType,
	context: TimeContext,
): JsonObject {
	if (pushType === 'wallet') return {};
	const mode = parameters.choice('payloadMode', ['fields', 'json'] as const) ?? 'fields';
	if (mode === 'fields') return withImpliedAps(READERS[pushType](parameters, context), pushType);
	const payload = parameters.jsonObject('payload');
	if (payload !== undefined) return payload;
	throw new SetupError(
		"'Payload (JSON)' is empty",
		'Write the payload, such as { "aps": { "alert": "Hello" } }.',
	);
}

function readAlert(parameters: Fields): JsonObject {
	const customData = readCustomData(parameters);
	const more = parameters.collection('notificationFields');
	const fields = more.once('fields', () => readNotificationFields(more));
	const title = parameters.text('title');
	return buildPayload({ ...fields, title, body: parameters.text('body') }, customData);
}

function readDataOnly(parameters: Fields): JsonObject {
	return { ...readCustomData(parameters) };
}

function readCustomData(parameters: Fields): JsonObject {
	const customData = parameters.jsonObject('customData') ?? {};
	if (!Object.hasOwn(customData, 'aps')) return customData;
	throw new SetupError(
		'\'Custom Data\' has the key "aps"',
		'That key is reserved for Apple. Use the other fields instead, or set Payload to JSON.',
	);
}

/** "Using push notifications to signal changes": both keys, and no `aps`. */
function readFileProvider(parameters: Fields): JsonObject {
	return {
		'container-identifier': required(
			parameters,
			'containerIdentifier',
			'Enter the identifier of the folder that changed, or NSFileProviderWorkingSetContainerItemIdentifier for the working set.',
		),
		domain: required(
			parameters,
			'domain',
			'Enter the identifier of the NSFileProviderDomain that the app registered.',
		),
	};
}

/** "Sending push notifications to devices" (Device Management): the device's push magic, and no `aps`. */
function readMdm(parameters: Fields): JsonObject {
	const way = 'Enter the PushMagic value from the TokenUpdate message of the device.';
	return { mdm: required(parameters, 'pushMagic', way) };
}

function required(parameters: Fields, name: string, way: string): string {
	const text = parameters.text(name)?.trim();
	if (text !== undefined && text !== '') return text;
	throw new SetupError(`'${parameters.labelOf(name)}' is empty`, way);
}

function readNotificationFields(fields: Fields): NotificationFields {
	return {
		subtitle: fields.text('subtitle'),
		badge: fields.integer('badge', 0, MAX_BADGE),
		sound: fields.text('sound'),
		critical: fields.boolean('critical'),
		criticalVolume: fields.number('criticalVolume', 0, 1),
		category: fields.text('category'),
		threadId: fields.text('threadId'),
		interruptionLevel: fields.choice('interruptionLevel', LEVELS),
		relevanceScore: fields.number('relevanceScore', 0, 1),
		contentAvailable: fields.boolean('contentAvailable'),
		mutableContent: fields.boolean('mutableContent'),
		targetContentId: fields.text('targetContentId'),
		filterCriteria: fields.text('filterCriteria'),
		titleLocKey: fields.text('titleLocKey'),
		titleLocArgs: fields.textList('titleLocArgs'),
		subtitleLocKey: fields.text('subtitleLocKey'),
		subtitleLocArgs: fields.textList('subtitleLocArgs'),
		locKey: fields.text('locKey'),
		locArgs: fields.textList('locArgs'),
		launchImage: fields.text('launchImage'),
	};
}
