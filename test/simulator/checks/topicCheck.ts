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
}

/** `apns-topic` is there, the credential may use it, and its suffix is the one of the push type. */
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
	const bundleId = bundleIds.find((candidate) => topic === candidate + topicSuffix);
	if (bundleId === undefined) {
		const hasWrongSuffix = bundleIds.some(
			(one) => topic.startsWith(one) && topicSuffixes.has(topic.slice(one.length)),
		);
		return reject(hasWrongSuffix ? 'BadTopic' : 'TopicDisallowed');
	}
	// Apple names no reason for the wrong kind of credential; this is its nearest.
	if (credential !== 'any' && credential !== kind) return reject('TopicDisallowed');
	return topics && !topics.includes(topic)
		? reject('TopicDisallowed')
		: { topic, bundleId, pushType };
}
