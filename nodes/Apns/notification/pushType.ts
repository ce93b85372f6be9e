/**
 * `apns-priority`: 10 immediately, 5 with regard to the device's power, 1 with power above everything else
 * (never wakes the device).
 */
export type Priority = 10 | 5 | 1;

/** The rules of a push type. */
export interface PushTypeRules {
	/** Appended to the bundle ID to make `apns-topic`. */
	readonly topicSuffix: string;
	readonly defaultPriority: Priority;
	readonly allowedPriorities: readonly Priority[];
	/** Used if none is given; undefined: none is sent, and APNs decides. */
	readonly defaultExpirationSeconds: number | undefined;
	/** The kind of credential that APNs requires. */
	readonly sentWith: 'any' | 'token' | 'certificate';
	/** Maximum size of the encoded payload in bytes. */
	readonly maxPayloadBytes: number;
	/**
	 * The user of the device does not notice a second copy, so a notification with unknown outcome may be
	 * sent again.
	 */
	readonly silent: boolean;
	/** The `aps` of a payload whose fields give none; null: the type has no `aps`. */
	readonly impliedAps: Readonly<Record<string, unknown>> | null;
	/** The value of `apns-push-type`, for a type that is none of Apple's. */
	readonly sentAs: string | undefined;
	/** Its device tokens exist only in the production environment. */
	readonly isProductionOnly: boolean;
}

/** "Generating a remote notification": 4 KB for all but VoIP and broadcasts, which have 5 KB. */
const MAX_PAYLOAD_BYTES = 4096;
const MAX_VOIP_PAYLOAD_BYTES = 5120;
const MAX_BROADCAST_PAYLOAD_BYTES = 5120;

const ANY: readonly Priority[] = [10, 5, 1];

function rules(
	topicSuffix: string,
	defaultPriority: Priority,
	more: Partial<PushTypeRules> = {},
): PushTypeRules {
	return {
		topicSuffix,
		defaultPriority,
		allowedPriorities: ANY,
		defaultExpirationSeconds: undefined,
		sentWith: 'any',
		maxPayloadBytes: MAX_PAYLOAD_BYTES,
		silent: false,
		impliedAps: {},
		sentAs: undefined,
		isProductionOnly: false,
		...more,
	};
}

/**
 * Topic suffixes, priorities, credentials and limits: "Sending notification requests to APNs", and the
 * pages of the single types (ActivityKit, WidgetKit, "Pushing background updates to your App"). The
 * suffixes of complications and Live Activities are those that APNs accepts; Apple's page misprints both.
 */
export const PUSH_TYPES = {
	alert: rules('', 10),
	background: rules('', 5, {
		allowedPriorities: [5],
		silent: true,
		impliedAps: { 'content-available': 1 },
	}),
	complication: rules('.complication', 10, { silent: true }),
	controls: rules('.push-type.controls', 10, {
		silent: true,
		impliedAps: { 'content-changed': true },
	}),
	fileprovider: rules('.pushkit.fileprovider', 10, {
		sentWith: 'token',
		silent: true,
		impliedAps: null,
	}),
	liveactivity: rules('.push-type.liveactivity', 10, { allowedPriorities: [10, 5] }),
	location: rules('.location-query', 10, {
		allowedPriorities: [10, 5],
		sentWith: 'token',
		silent: true,
	}),
	mdm: rules('', 10, { sentWith: 'certificate', silent: true, impliedAps: null }),
	pushtotalk: rules('.voip-ptt', 10, { allowedPriorities: [10] }),
	voip: rules('.voip', 10, { maxPayloadBytes: MAX_VOIP_PAYLOAD_BYTES }),
	/**
	 * The update of a pass ("Adding a Web Service to Update Passes"): the certificate that signed the pass, an empty JSON
	 * dictionary, and "only in the production environment". The page names no push type and no priority, and Apple's list
	 * of push types has none for passes. Libraries differ: hapns sends `alert` and 10; vapor-community/PassKit and users of
	 * dotAPNS (#99) send `background` and 5; jpasskit and node-apn (#469) send no type. APNs accepts them all. This is
	 * `alert` and 10, because Apple delays background pushes, and requires `content-available` in them. People report that
	 * a key works as well as the certificate (dotAPNS #99).
	 */
	wallet: rules('', 10, {
		silent: true,
		impliedAps: null,
		sentAs: 'alert',
		isProductionOnly: true,
	}),
	widgets: rules('.push-type.widgets', 5, {
		silent: true,
		impliedAps: { 'content-changed': true },
	}),
} as const satisfies Record<string, PushTypeRules>;

/**
 * A Live Activity on a channel ("Sending broadcast push notification requests to APNs"). The app is
 * identified by its bundle ID, without suffix. APNs refuses a broadcast without an expiration; 0 is valid
 * for all channels.
 */
export const BROADCAST_RULES: PushTypeRules = rules('', 10, {
	defaultExpirationSeconds: 0,
	maxPayloadBytes: MAX_BROADCAST_PAYLOAD_BYTES,
});

/** The start of an MDM topic, which is the UID in the subject of an MDM push certificate. */
export const MDM_TOPIC_PREFIX = 'com.apple.mgmt.';

/** The start of every pass type identifier: Apple's portal accepts no other. */
export const PASS_TYPE_PREFIX = 'pass.';

/** Whether a topic is a pass type identifier. */
export function isPassType(topic: string): boolean {
	return topic.startsWith(PASS_TYPE_PREFIX);
}

/** A push type: a value of `apns-push-type`, or `wallet`. */
export type PushType = keyof typeof PUSH_TYPES;

/** Whether a text is a push type. */
export function isPushType(value: unknown): value is PushType {
	return typeof value === 'string' && Object.hasOwn(PUSH_TYPES, value);
}

/** The rules of one push type. */
export function rulesOf(pushType: PushType): PushTypeRules {
	return PUSH_TYPES[pushType];
}

/** The value of `apns-push-type`. */
export function sentPushType(pushType: PushType): string {
	return rulesOf(pushType).sentAs ?? pushType;
}

/**
 * `apns-topic` for a bundle ID or a topic: adds the push type's suffix unless it is already there. The
 * topic of `mdm` is the UID of the MDM certificate's subject and stays unchanged.
 */
export function topicFor(
	pushType: PushType,
	bundleIdOrTopic: string,
	{ topicSuffix } = rulesOf(pushType),
): string {
	return bundleIdOrTopic.endsWith(topicSuffix) ? bundleIdOrTopic : bundleIdOrTopic + topicSuffix;
}

/**
 * The push type of an app's topic; `background` for the bundle ID itself, which is the topic of several
 * types.
 */
export function pushTypeOf(topic: string, bundleId: string | undefined): PushType {
	if (topic.startsWith(MDM_TOPIC_PREFIX)) return 'mdm';
	if (isPassType(topic)) return 'wallet';
	const types = Object.keys(PUSH_TYPES) as PushType[];
	return (
		types.find((type) => {
			const { topicSuffix } = PUSH_TYPES[type];
			return topicSuffix !== '' && topic === bundleId + topicSuffix;
		}) ?? 'background'
	);
}
