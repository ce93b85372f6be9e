import { bad, credentials, notFound, tooMany, type Meaning } from './outcomeTable.ts';

const NOT_ENABLED = bad(
	"This app may not broadcast yet. At developer.apple.com/account, under Identifiers, open the app's ID and switch on Broadcast Capability beneath Push Notifications.",
);

const NO_SUCH_CHANNEL = notFound(
	'There is no such channel: it was deleted, or it belongs to another app or to the other environment.',
);

/** Apple names no time for it; a minute lets the allowance recover. */
const TOO_MANY_RETRY_AFTER_SECONDS = 60;

/**
 * Reasons that APNs has for broadcasts and channels. Names: "Handling error responses from APNs"; those
 * marked as seen are not on that page, or are spelled otherwise there.
 */
export const CHANNEL_MEANINGS: Readonly<Record<string, Meaning>> = {
	FeatureNotEnabled: NOT_ENABLED,
	// As Apple's servers were seen to spell it.
	BroadcastFeatureNotEnabled: NOT_ENABLED,
	// Seen for a channel that never was; what is not base64 is not sent.
	BadChannelId: NO_SUCH_CHANNEL,
	ChannelNotRegistered: NO_SUCH_CHANNEL,
	MissingChannelId: bad('The request had no channel ID.'),
	BadRequestParams: bad('APNs does not know an attribute of the request.'),
	BadRequestPayload: bad('APNs cannot read the payload: it is not a JSON object.'),
	PayloadEmpty: bad('The request had no payload.'),
	MissingPushType: bad('The request had no push type.'),
	InvalidPushType: bad('APNs broadcasts Live Activities only.'),
	CannotCreateChannelConfig: bad(
		'The app has as many channels as Apple allows (10,000 in each environment). They do not expire: delete those that are no longer needed.',
	),
	// Seen where the storage policy is missing or none that Apple knows.
	MissingChannelQueueSize: bad('APNs refused the message storage policy.'),
	TopicDisallowed: bad(
		'APNs refused the bundle ID. Give it without the suffix of a push type, and check that the app belongs to the team of the credential.',
	),
	TopicMismatch: credentials(
		'The credential may not be used for this app. Check the bundle ID, and that the app belongs to the team of the credential.',
	),
	TooManyRequests: tooMany(
		TOO_MANY_RETRY_AFTER_SECONDS,
		'Too many requests in a short time. Wait, then try again.',
	),
};

/** The same for broadcasts, which a channel may refuse for what it stores. */
export const BROADCAST_MEANINGS: Readonly<Record<string, Meaning>> = {
	...CHANNEL_MEANINGS,
	BadExpirationDate: bad(
		'APNs refused the expiration. A channel that stores no message takes 0 only, and others 0 or a Unix time in seconds.',
	),
	BadPriority: bad('APNs refused the priority.'),
};
