import { readDer, sequence, tags, utf8String, type DerValue } from './der.ts';

// Extensions of Apple's push certificates. The OIDs are from Apple's "Certification Practice Statement,
// Worldwide Developer Relations" and, for topics, from "Establishing a certificate-based connection to
// APNs".

/** Extensions of Apple's push certificates. */
export const appleExtensions = {
	/** Valid for the sandbox. */
	development: '1.2.840.113635.100.6.3.1',
	/** Valid for production. */
	production: '1.2.840.113635.100.6.3.2',
	/** Topics of a certificate for VoIP services only. */
	voipTopics: '1.2.840.113635.100.6.3.4',
	/** The pass type identifier of a Pass Type ID certificate. */
	passType: '1.2.840.113635.100.6.1.16',
	/** Topics of a certificate for all services of an app. */
	topics: '1.2.840.113635.100.6.3.6',
} as const;

/** Extended key usage of a Pass Type ID certificate: to sign passes. */
export const SIGNS_PASSES = '1.2.840.113635.100.4.14';

/** UID in the subject: the bundle ID, the topic of device management, or the pass type identifier. */
export const UID = '0.9.2342.19200300.100.1.1';

/**
 * The value of the extension for topics: each topic is followed by a sequence with its kind (`app`, `voip`,
 * `complication`).
 */
export function encodeTopics(topics: readonly string[]): Buffer {
	return sequence(
		...topics.flatMap((topic) => [utf8String(topic), sequence(utf8String(kindOf(topic, topics)))]),
	);
}

/** The topics in the value of an extension. */
export function decodeTopics(value: Buffer): string[] {
	const isText = ({ tag }: DerValue) => tag === tags.utf8String;
	return readDer(value)
		.flatMap((one) => (one.tag === tags.sequence ? readDer(one.content) : [one]))
		.filter(isText)
		.map(({ content }) => content.toString());
}

/** An app's own topic may itself end in `.voip`; then the topics of its services are longer. */
function kindOf(topic: string, topics: readonly string[]): string {
	if (topics.some((other) => other.startsWith(`${topic}.`))) return 'app';
	return /\.(voip|complication)$/.exec(topic)?.[1] ?? 'app';
}
