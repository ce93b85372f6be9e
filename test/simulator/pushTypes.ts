// The push types of Apple's "Sending notification requests to APNs". Apple prints the
// suffixes of complications and Live Activities differently on different pages; these are the ones
// that work.

/** What Apple lays down for one push type. */
export interface PushTypeRules {
	/** Topic = bundle ID + this. */
	readonly topicSuffix: string;
	/** Apple: 4 KB, and 5 KB for VoIP. */
	readonly payloadLimitBytes: number;
	readonly priorities: readonly number[];
	/** Where Apple takes one kind of credential only. */
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
	// Apple: "Always use priority 5. Using priority 10 is an error." Of 1 nobody has told.
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
	// Apple: by token-based authentication only; 10 for an answer at once, "otherwise, use 5".
	location: {
		...ordinary,
		topicSuffix: '.location-query',
		priorities: [10, 5],
		credential: 'providerToken',
	},
	// Its topic is no bundle ID at all, but the UID of an MDM push certificate: see MDM_TOPIC_PREFIX.
	mdm: { ...ordinary, credential: 'certificate' },
	// "Creating a Push to Talk app": 10.
	pushtotalk: { ...ordinary, topicSuffix: '.voip-ptt', priorities: [10] },
	voip: { ...ordinary, topicSuffix: '.voip', payloadLimitBytes: 5120 },
	widgets: { ...ordinary, topicSuffix: '.push-type.widgets' },
} satisfies Record<string, PushTypeRules>;

/** A push type that Apple documents. */
export type PushType = keyof typeof pushTypes;

/** The topic of device management is the UID of the MDM certificate, which begins so. */
export const MDM_TOPIC_PREFIX = 'com.apple.mgmt.';

/** Every topic suffix, whatever its push type. */
export const topicSuffixes: ReadonlySet<string> = new Set(
	Object.values(pushTypes).map(({ topicSuffix }) => topicSuffix),
);

/** Whether a value of `apns-push-type` is one. */
export function isPushType(value: string): value is PushType {
	return Object.hasOwn(pushTypes, value);
}

/** The push type that a topic speaks of: for requests without `apns-push-type`. */
export function pushTypeOfTopic(topic: string): PushType {
	if (topic.startsWith(MDM_TOPIC_PREFIX)) return 'mdm';
	const named = Object.entries(pushTypes).find(
		([, { topicSuffix }]) => topicSuffix !== '' && topic.endsWith(topicSuffix),
	);
	return (named?.[0] as PushType | undefined) ?? 'alert';
}
