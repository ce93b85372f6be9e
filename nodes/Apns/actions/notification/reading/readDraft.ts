import {
	isTopic,
	MAX_TOPIC_CHARACTERS,
	type NotificationDraft,
} from '../../../notification/Notification.ts';
import { isJsonObject, type JsonObject } from '../../../notification/payload.ts';
import {
	isPassType,
	isPushType,
	MDM_TOPIC_PREFIX,
	PUSH_TYPES,
	type Priority,
	type PushType,
} from '../../../notification/pushType.ts';
import { shorten } from '../../../notification/unixTime.ts';
import { readBundleId, tooLong } from '../../parameters/bundleId.parameters.ts';
import type { ApnsCredential } from '../../credential/ApnsCredential.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { SetupError } from '../../errors/SetupError.ts';
import { BUNDLE_ID, MDM_TOPIC, PASS_TYPE, TOPIC } from '../../parameters/topic.parameters.ts';
import { readExpiration } from './readExpiration.ts';
import { readPayload } from './readPayload.ts';
import type { TimeContext } from './readUnixTime.ts';

/** Context that determines what a parameter means. */
export interface DraftContext extends TimeContext {
	/** Channels support only Live Activities and use the bundle ID instead of a topic. */
	readonly isBroadcast?: boolean;
	/** The one in the credential, which is the default. */
	readonly bundleId: string | undefined;
	/** The bundle IDs that the credential's certificate is valid for. */
	readonly certifiedBundleIds?: readonly string[] | undefined;
}

/** The apps that a credential names. */
export function appsOf({
	bundleId,
	clientCertificate,
}: ApnsCredential): Pick<DraftContext, 'bundleId' | 'certifiedBundleIds'> {
	return { bundleId, certifiedBundleIds: clientCertificate?.bundleIds };
}

/**
 * The notification that the parameters describe.
 *
 * @throws {SetupError} for a parameter that cannot be used
 */
export function readDraft(parameters: Fields, context: DraftContext): NotificationDraft {
	const pushType = context.isBroadcast ? 'liveactivity' : readPushType(parameters);
	const options = parameters.collection('options');
	return {
		...(context.isBroadcast
			? { bundleIdOrTopic: readBundleId(parameters, context.bundleId), isBundleId: true }
			: readTopic(parameters, context, pushType)),
		pushType,
		...options.once('headers', () => ({
			priority: readPriority(options),
			expirationSeconds: readExpiration(options, context),
			collapseId: context.isBroadcast ? undefined : options.text('collapseId'),
			apnsId: options.text('apnsId')?.trim(),
		})),
		payload: context.isBroadcast
			? readBroadcast(parameters, context)
			: readPayload(parameters, pushType, context),
	};
}

/**
 * "Starting and updating Live Activities with ActivityKit push notifications": broadcasts only update and end
 * them.
 *
 * @throws {SetupError}
 */
function readBroadcast(parameters: Fields, context: DraftContext): JsonObject {
	const isFromFields = parameters.raw('payloadMode') !== 'json';
	if (isFromFields && parameters.raw('event') === 'start') throw cannotStart();
	const payload = readPayload(parameters, 'liveactivity', context);
	if (isJsonObject(payload.aps) && payload.aps.event === 'start') throw cannotStart();
	return payload;
}

function cannotStart(): SetupError {
	return new SetupError(
		'A broadcast cannot start a Live Activity',
		'Start it with Send and set Input Push Channel to the channel ID, or let the app start it. Broadcasts only update and end it.',
	);
}

function readPushType(parameters: Fields): PushType {
	const pushType = parameters.text('pushType') ?? 'alert';
	if (isPushType(pushType)) return pushType;
	throw new SetupError(
		"'Push Type' has an unknown value",
		`Choose one of: ${Object.keys(PUSH_TYPES).join(', ')}.`,
	);
}

const EXAMPLE_OF = {
	[BUNDLE_ID]: "the app's bundle ID, such as com.example.app.",
	[MDM_TOPIC]:
		'the UID from the subject of the MDM push certificate, such as com.apple.mgmt.External.1234.',
	[PASS_TYPE]:
		'the passTypeIdentifier in the pass.json of the passes, such as pass.com.example.card.',
};

const LABELS: Readonly<Partial<Record<PushType, typeof MDM_TOPIC | typeof PASS_TYPE>>> = {
	mdm: MDM_TOPIC,
	wallet: PASS_TYPE,
};

/**
 * The parameter may contain a complete topic. The value in the credential is a bundle ID, also if the parameter
 * repeats it.
 */
function readTopic(
	parameters: Fields,
	{ bundleId, certifiedBundleIds = [] }: DraftContext,
	pushType: PushType,
): Pick<NotificationDraft, 'bundleIdOrTopic' | 'isBundleId'> {
	const own = parameters.text(TOPIC)?.trim();
	const topic = own || bundleId;
	const label = LABELS[pushType] ?? BUNDLE_ID;
	if (topic === undefined) {
		throw new SetupError(
			`'${label}' is empty, and the credential has no 'Bundle ID'`,
			`Fill in one of the two: ${EXAMPLE_OF[label]}`,
		);
	}
	const name = own ? `'${label}'` : "'Bundle ID' in the credential";
	if (topic.length > MAX_TOPIC_CHARACTERS) throw tooLong(name, topic);
	if (!isTopic(topic)) {
		throw new SetupError(
			`${name} is '${shorten(topic.replace(/\p{Cc}/gu, ' '))}', which is not a bundle ID`,
			'A bundle ID consists of letters, digits, hyphens and dots, such as com.example.app.',
		);
	}
	if (pushType === 'mdm' && !topic.startsWith(MDM_TOPIC_PREFIX)) {
		throw new SetupError(
			`${name} is '${shorten(topic)}', which is not the topic of an MDM certificate`,
			`Fill in 'MDM Topic': ${EXAMPLE_OF[MDM_TOPIC]}`,
		);
	}
	if (pushType === 'wallet' && !isPassType(topic)) {
		throw new SetupError(
			`${name} is '${shorten(topic)}', which is not a pass type identifier`,
			`Fill in 'Pass Type Identifier': ${EXAMPLE_OF[PASS_TYPE]}`,
		);
	}
	const isBundleId = topic === bundleId || certifiedBundleIds.includes(topic);
	return { bundleIdOrTopic: topic, ...(isBundleId && { isBundleId }) };
}

function readPriority(options: Fields): Priority | undefined {
	const priority = options.choice('priority', ['10', '5', '1'] as const);
	return priority === undefined ? undefined : (Number(priority) as Priority);
}
