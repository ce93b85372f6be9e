import { reject, type Rejection } from '../Answer.ts';
import {
	MDM_TOPIC_PREFIX,
	pushTypeOfTopic,
	pushTypes,
	topicSuffixes,
	type PushType,
} from '../pushTypes.ts';
import type { Permission } from './credentialCheck.ts';

/** A topic that may be sent to. */
export interface Topic {
	/** As sent; with a certificate that has one topic only, that one. */
	readonly topic: string;
	/** The app; for device management the topic itself. */
	readonly bundleId: string;
	/** As the request says or, where it does not, as the topic says. */
	readonly pushType: PushType;
	/** Whether the topic ends as the push type wants it. */
	readonly suitsPushType: boolean;
}

/** `apns-topic` is there, and the credential may use it. */
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
	const itsApp = appOf(topic, bundleIds, topicSuffix);
	if (itsApp === undefined) return reject('TopicDisallowed');
	// Apple names no reason for the wrong kind of credential; this is its nearest.
	if (credential !== 'any' && credential !== kind) return reject('TopicDisallowed');
	if (topics && !topics.includes(topic)) return reject('TopicDisallowed');
	const { bundleId, suffix } = itsApp;
	return { topic, bundleId, pushType, suitsPushType: suffix === topicSuffix };
}

/** What a topic has after the bundle ID of one of these apps; a bundle ID may itself end like a suffix. */
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
