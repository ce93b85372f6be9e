import { reject, type Rejection } from '../Answer.ts';
import {
	MDM_TOPIC_PREFIX,
	pushTypeOfTopic,
	pushTypes,
	topicSuffixes,
	type PushType,
} from '../pushTypes.ts';

/** A topic that may be sent to. */
export interface Topic {
	/** The app; for device management the topic itself. */
	readonly bundleId: string;
	/** As the request says or, where it does not, as the topic says. */
	readonly pushType: PushType;
}

/** `apns-topic` is there, the key may use it, and its suffix is the one of the push type. */
export function checkTopic(
	topic: string | undefined,
	namedType: PushType | undefined,
	bundleIds: readonly string[],
): Topic | Rejection {
	if (!topic) return reject('MissingTopic');
	if (!/^[A-Za-z0-9.-]+$/.test(topic)) return reject('BadTopic');

	const pushType = namedType ?? pushTypeOfTopic(topic);
	if (pushType === 'mdm') {
		return topic.startsWith(MDM_TOPIC_PREFIX) ? { bundleId: topic, pushType } : reject('BadTopic');
	}
	const { topicSuffix } = pushTypes[pushType];
	const bundleId = bundleIds.find((candidate) => topic === candidate + topicSuffix);
	if (bundleId !== undefined) return { bundleId, pushType };

	const hasWrongSuffix = bundleIds.some(
		(candidate) => topic.startsWith(candidate) && topicSuffixes.has(topic.slice(candidate.length)),
	);
	return reject(hasWrongSuffix ? 'BadTopic' : 'TopicDisallowed');
}
