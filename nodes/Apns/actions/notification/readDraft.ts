import {
	ExpirationError,
	parseExpiration,
	type ExpirationType,
} from '../../notification/expiration.ts';
import type { NotificationDraft } from '../../notification/Notification.ts';
import {
	buildPayload,
	type JsonObject,
	type NotificationFields,
} from '../../notification/payload.ts';
import {
	isPushType,
	PUSH_TYPES,
	type Priority,
	type PushType,
} from '../../notification/pushType.ts';
import { readBundleId } from '../bundleId.parameters.ts';
import type { Fields } from '../parameters/Fields.ts';
import { SetupError } from '../parameters/SetupError.ts';

/** Surroundings of a parameter that decide what it means. */
export interface DraftContext {
	/** A channel has Live Activities only, and its app is named by the bundle ID. */
	readonly isBroadcast?: boolean;
	/** The credential's default topic. */
	readonly bundleId: string | undefined;
	readonly nowMs: number;
	/** The workflow's time zone (IANA name). */
	readonly timeZone: string;
}

/** A header value is visible ASCII (RFC 9113 §8.2.1); bundle IDs have letters, digits, `-` and `.`. */
const TOPIC = /^[A-Za-z0-9._-]+$/;

/** iOS takes any 32-bit integer. */
const MAX_BADGE = 2 ** 31 - 1;

const LEVELS = ['passive', 'active', 'time-sensitive', 'critical'] as const;

/**
 * The notification that the parameters describe.
 *
 * @throws {SetupError} for a parameter that cannot be used
 */
export function readDraft(parameters: Fields, context: DraftContext): NotificationDraft {
	const pushType = context.isBroadcast ? 'liveactivity' : readPushType(parameters);
	const options = parameters.collection('options');
	return {
		bundleIdOrTopic: context.isBroadcast
			? readBundleId(parameters, context.bundleId)
			: readTopic(parameters, context.bundleId, pushType),
		pushType,
		...options.once('headers', () => ({
			priority: readPriority(options),
			expirationSeconds: readExpiration(options, context),
			collapseId: context.isBroadcast ? undefined : options.text('collapseId'),
			apnsId: options.text('apnsId')?.trim(),
		})),
		payload: readPayload(parameters, pushType),
	};
}

function readPushType(parameters: Fields): PushType {
	const pushType = parameters.text('pushType') ?? 'alert';
	if (isPushType(pushType)) return pushType;
	throw new SetupError(
		"'Push Type' is not one of Apple's",
		`Choose one of: ${Object.keys(PUSH_TYPES).join(', ')}.`,
	);
}

function readTopic(parameters: Fields, bundleId: string | undefined, pushType: PushType): string {
	const own = parameters.text('topic')?.trim();
	const topic = own || bundleId;
	if (topic === undefined) {
		throw new SetupError(
			"'Topic' is empty and the credential has no Bundle ID",
			"Fill in one of the two: the app's bundle ID, such as com.example.app.",
		);
	}
	if (!TOPIC.test(topic)) {
		throw new SetupError(
			own ? "'Topic' is not a bundle ID" : "'Bundle ID' in the credential is not a bundle ID",
			'A bundle ID has letters, digits, hyphens and dots, such as com.example.app.',
		);
	}
	if (pushType === 'mdm' && !topic.startsWith('com.apple.mgmt.')) {
		throw new SetupError(
			"'Topic' is not that of an MDM certificate",
			"An MDM push goes to the UID in the subject of the MDM push certificate, such as com.apple.mgmt.External.…, not to an app's bundle ID.",
		);
	}
	return topic;
}

function readPriority(options: Fields): Priority | undefined {
	const priority = options.choice('priority', ['10', '5', '1'] as const);
	return priority === undefined ? undefined : (Number(priority) as Priority);
}

function readExpiration(options: Fields, context: DraftContext): number | undefined {
	const given = momentOf(options.raw('expiration')) ?? options.text('expiration');
	if (given === undefined) return undefined;
	const type: ExpirationType =
		options.choice('expirationType', ['date', 'duration'] as const) ?? 'date';
	try {
		return parseExpiration(given, type, context.nowMs, context.timeZone);
	} catch (error) {
		throw expirationUnusable(error instanceof ExpirationError ? error.message : '');
	}
}

function expirationUnusable(description: string): SetupError {
	return new SetupError("'Expiration' cannot be used", description);
}

/** `{{ $now.plus(…) }}` is a Luxon object of another copy of Luxon, or a Date: told by what it can do. */
function momentOf(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (typeof value !== 'object' || value === null || !('toISO' in value)) return undefined;
	const iso: unknown = typeof value.toISO === 'function' ? value.toISO() : undefined;
	return typeof iso === 'string' ? iso : undefined;
}

function readPayload(parameters: Fields, pushType: PushType): JsonObject {
	const mode = parameters.choice('payloadMode', ['fields', 'json'] as const) ?? 'fields';
	if (mode === 'json') {
		const payload = parameters.jsonObject('payload');
		if (payload !== undefined) return payload;
		throw new SetupError(
			"'Payload (JSON)' is empty",
			'Write the payload, such as { "aps": { "alert": "Hello" } }.',
		);
	}
	const customData = parameters.jsonObject('customData') ?? {};
	if (Object.hasOwn(customData, 'aps')) {
		throw new SetupError(
			'\'Custom Data\' has the key "aps"',
			'That key belongs to Apple. Use Notification Fields for it, or set Payload to JSON.',
		);
	}
	const more = parameters.collection('notificationFields');
	const fields = more.once(pushType, () => readMoreFields(more, pushType));
	const title = parameters.text('title');
	return buildPayload({ ...fields, title, body: parameters.text('body') }, customData);
}

function readMoreFields(fields: Fields, pushType: PushType): NotificationFields {
	const maxRelevanceScore = pushType === 'liveactivity' ? Number.MAX_VALUE : 1;
	return {
		subtitle: fields.text('subtitle'),
		badge: fields.integer('badge', 0, MAX_BADGE),
		sound: fields.text('sound'),
		critical: fields.boolean('critical'),
		criticalVolume: fields.number('criticalVolume', 0, 1),
		category: fields.text('category'),
		threadId: fields.text('threadId'),
		interruptionLevel: fields.choice('interruptionLevel', LEVELS),
		relevanceScore: fields.number('relevanceScore', 0, maxRelevanceScore),
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
