import { isPassType, MDM_TOPIC_PREFIX } from '../../notification/pushType.ts';

/** What a message about a topic names of the request that was answered. */
export interface TopicRequest {
	readonly message: { readonly topic: string };
	/** Undefined if the request was sent with a client certificate. */
	readonly providerToken: unknown;
}

/** Words of a message about a topic. */
interface Names {
	/** In quotes. */
	readonly topic: string;
	/** The field that the topic comes from, in quotes. */
	readonly field: string;
	/** What the request was sent with. */
	readonly sender: 'key' | 'certificate' | 'credential';
}

/** A message about the topic of a request; without a request it names none. */
export type TopicMessage = (request: TopicRequest | undefined) => string;

/** Builds a message once per topic, not for each of the 200,000 tokens that may get it. */
export function topicMessage(write: (names: Names) => string): TopicMessage {
	const unnamed = write({ topic: 'this topic', field: "'Bundle ID'", sender: 'credential' });
	let last: { topic: string; isKey: boolean; text: string } | undefined;
	return (request) => {
		if (request === undefined) return unnamed;
		const { topic } = request.message;
		const isKey = request.providerToken !== undefined;
		if (last?.topic !== topic || last.isKey !== isKey) {
			const sender = isKey ? 'key' : 'certificate';
			last = { topic, isKey, text: write({ topic: `'${topic}'`, field: fieldOf(topic), sender }) };
		}
		return last.text;
	};
}

function fieldOf(topic: string): string {
	if (topic.startsWith(MDM_TOPIC_PREFIX)) return "'MDM Topic'";
	return isPassType(topic) ? "'Pass Type Identifier'" : "'Bundle ID'";
}
