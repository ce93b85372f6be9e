import {
	bad,
	credentials,
	meaningsOf,
	notFound,
	tooMany,
	TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS,
	type Meaning,
	type Meanings,
} from './meanings.ts';
import { topicMessage } from './topicMessage.ts';

const NOT_ENABLED = bad(
	"Broadcast is not enabled for this app. Go to Identifiers at developer.apple.com/account, open the app's ID, and enable Broadcast Capability under Push Notifications.",
);

const NO_SUCH_CHANNEL = notFound(
	'This channel does not exist: it was deleted, or it belongs to another app or to the other environment.',
);

/**
 * Reasons for broadcasts and channels. Names are from "Handling error responses from APNs"; those marked as
 * seen are missing there, or spelled differently.
 */
export const CHANNEL_REASONS: Readonly<Record<string, Meaning>> = {
	FeatureNotEnabled: NOT_ENABLED,
	// Seen: the spelling of Apple's servers.
	BroadcastFeatureNotEnabled: NOT_ENABLED,
	// Seen for a channel that never existed. An ID that is not base64 is not sent.
	BadChannelId: NO_SUCH_CHANNEL,
	ChannelNotRegistered: NO_SUCH_CHANNEL,
	MissingChannelId: bad('The request has no channel ID.'),
	BadRequestParams: bad('APNs does not recognize an attribute of the request.'),
	BadRequestPayload: bad('APNs cannot read the payload: it is not a JSON object.'),
	PayloadEmpty: bad('The request has no payload.'),
	MissingPushType: bad('The request has no push type.'),
	InvalidPushType: bad('Only Live Activities can be broadcast.'),
	CannotCreateChannelConfig: bad(
		"The app has reached Apple's limit of 10,000 channels per environment. Delete channels that are no longer needed: they do not expire.",
	),
	// Seen if the storage policy is missing or unknown to Apple.
	MissingChannelQueueSize: bad('APNs refused the message storage policy.'),
	TopicDisallowed: bad(
		topicMessage(
			({ topic, field, sender }) =>
				`Apple does not let this ${sender} use ${topic}. Check ${field}: it must not end in the suffix of a push type.`,
		),
	),
	TopicMismatch: credentials(
		topicMessage(
			({ topic, field, sender }) =>
				`This ${sender} is not for ${topic}. Check ${field}, and that the app belongs to the team of the credential.`,
		),
	),
	TooManyRequests: tooMany(
		TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS,
		'Too many requests in a short time. Wait, then try again.',
	),
};

/** The meanings of the operations on channels, which have a host of their own. */
export const CHANNEL_MEANINGS: Meanings = meaningsOf("'Channel Management URL'", CHANNEL_REASONS);

/** The same for broadcasts, plus what a channel refuses because of its storage policy. */
export const BROADCAST_MEANINGS: Meanings = meaningsOf("'Base URL'", {
	...CHANNEL_REASONS,
	BadExpirationDate: bad(
		'APNs refused the expiration. For a channel that stores no messages, it must be 0; for other channels, 0 or a Unix time in seconds.',
	),
	BadPriority: bad('APNs refused the priority.'),
});
