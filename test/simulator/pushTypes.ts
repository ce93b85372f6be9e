// The push types of Apple's "Sending notification requests to APNs". Apple's pages differ in the suffixes
// of complications and Live Activities; these are the ones that work.

/** Apple's rules for one push type. */
export interface PushTypeRules {
	/** Topic = bundle ID + this. */
	readonly topicSuffix: string;
	/** Apple: 4 KB, and 5 KB for VoIP. */
	readonly payloadLimitBytes: number;
	readonly priorities: readonly number[];
	/** The kind of credential that Apple requires. */
	readonly credential: 'any' | 'providerToken' | 'certificate';
}

const ordinary: PushTypeRules = {
	topicSuffix: '',
	payloadLimitBytes: 4096,
	priorities: [10, 5, 1],
	credential: 'any',
};

/** Every value of `apns-push-type`. */
export const pushTypes = {
	alert: ordinary,
	// Apple: "Always use priority 5. Using priority 10 is an error." There are no reports about 1.
	background: { ...ordinary, priorities: [5] },
	complication: { ...ordinary, topicSuffix: '.complication' },
	controls: { ...ordinary, topicSuffix: '.push-type.controls' },
	// "Using push notifications to signal changes": no provider certificates.
	fileprovider: {
		...ordinary,
		topicSuffix: '.pushkit.fileprovider',
		credential: 'providerToken',
	},
	// "Starting and updating Live Activities with ActivityKit push notifications": 5 or 10.
	liveactivity: { ...ordinary, topicSuffix: '.push-type.liveactivity', priorities: [10, 5] },
	// Apple: token-based authentication only; 10 for an immediate answer, "otherwise, use 5".
	location: {
		...ordinary,
		topicSuffix: '.location-query',
		priorities: [10, 5],
		credential: 'providerToken',
	},
	// Its topic is not a bundle ID but the UID of an MDM push certificate: see MDM_TOPIC_PREFIX.
	mdm: { ...ordinary, credential: 'certificate' },
	// "Creating a Push to Talk app": 10.
	pushtotalk: { ...ordinary, topicSuffix: '.voip-ptt', priorities: [10] },
	voip: { ...ordinary, topicSuffix: '.voip', payloadLimitBytes: 5120 },
	widgets: { ...ordinary, topicSuffix: '.push-type.widgets' },
} satisfies Record<string, PushTypeRules>;

/** A push type that Apple documents. */
export type PushType = keyof typeof pushTypes;

/** The start of an MDM topic, which is the UID of the MDM certificate. */
export const MDM_TOPIC_PREFIX = 'com.apple.mgmt.';

/**
 * The start of a pass type identifier, which is the topic of a Wallet pass ("Adding a Web Service to Update Passes"). There
 * is no push type for passes: libraries send `alert`, `background` or none.
 */
export const PASS_TYPE_PREFIX = 'pass.';

/** The topic suffixes of all push types. */
export const topicSuffixes: ReadonlySet<string> = new Set(
	Object.values(pushTypes).map(({ topicSuffix }) => topicSuffix),
);

/** Whether a text is a value of `apns-push-type`. */
export function isPushType(value: string): value is PushType {
	return Object.hasOwn(pushTypes, value);
}

/** The push type of a topic, for requests without `apns-push-type`. */
export function pushTypeOfTopic(topic: string): PushType {
	if (topic.startsWith(MDM_TOPIC_PREFIX)) return 'mdm';
	const named = Object.entries(pushTypes).find(
		([, { topicSuffix }]) => topicSuffix !== '' && topic.endsWith(topicSuffix),
	);
	return (named?.[0] as PushType | undefined) ?? 'alert';
}
