import { reject, type Rejection } from '../Answer.ts';
import {
	MDM_TOPIC_PREFIX,
	PASS_TYPE_PREFIX,
	pushTypeOfTopic,
	pushTypes,
	topicSuffixes,
	type PushType,
} from '../pushTypes.ts';
import type { Permission } from './credentialCheck.ts';

/** A permitted topic. */
export interface Topic {
	/** As sent, or the only topic of a certificate. */
	readonly topic: string;
	/** The app; for device management and passes the topic itself. */
	readonly bundleId: string;
	/** From the request, or else from the topic. */
	readonly pushType: PushType;
	/** Whether the topic has the suffix of the push type. */
	readonly suitsPushType: boolean;
}

/** Checks that `apns-topic` is present and permitted for the credential. */
export function checkTopic(
	sent: string | undefined,
	namedType: PushType | undefined,
	{ kind, bundleIds, topics }: Permission,
): Topic | Rejection {
	// Apple: "If you omit this header and your APNs certificate does not specify multiple topics, the
	// APNs server uses the certificate's Subject as the default topic."
	const topic = sent || (topics?.length === 1 ? topics[0] : undefined);
	if (!topic) return reject('MissingTopic');
	if (!/^[A-Za-z0-9.-]+$/.test(topic)) return reject('BadTopic');

	const pushType = namedType ?? pushTypeOfTopic(topic);
	const { topicSuffix, credential } = pushTypes[pushType];
	if (pushType === 'mdm' && !topic.startsWith(MDM_TOPIC_PREFIX)) return reject('BadTopic');
	// Its pushes are all of one kind.
	if (topic.startsWith(PASS_TYPE_PREFIX) && !bundleIds.includes(topic)) {
		return reject('TopicDisallowed');
	}
	const itsApp = appOf(topic, bundleIds, topicSuffix);
	if (itsApp === undefined) return reject('TopicDisallowed');
	// Apple documents no reason for the wrong kind of credential; this is the nearest one.
	if (credential !== 'any' && credential !== kind) return reject('TopicDisallowed');
	if (topics && !topics.includes(topic)) return reject('TopicDisallowed');
	const { bundleId, suffix } = itsApp;
	return { topic, bundleId, pushType, suitsPushType: suffix === topicSuffix };
}

/** Splits a topic into one of these apps and a suffix; a bundle ID may itself end in a suffix. */
function appOf(
	topic: string,
	bundleIds: readonly string[],
	suitingSuffix: string,
): { readonly bundleId: string; readonly suffix: string } | undefined {
	const apps = bundleIds
		.filter((bundleId) => topic.startsWith(bundleId))
		.map((bundleId) => ({ bundleId, suffix: topic.slice(bundleId.length) }));
	return (
		apps.find(({ suffix }) => suffix === suitingSuffix) ??
		apps.find(({ suffix }) => topicSuffixes.has(suffix))
	);
}
