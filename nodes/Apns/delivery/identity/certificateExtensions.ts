import type { X509Certificate } from 'node:crypto';
import { isPassType, PUSH_TYPES } from '../../notification/pushType.ts';
import { objectIdentifierOf, readDer, TAGS } from './formats/der.ts';
import type { ApnsEnvironment } from './environment.ts';

/** What a push certificate may be used for. */
export interface CertificatePermissions {
	/** From the extensions; without them, the UID of the subject; empty if there is neither. */
	readonly topics: readonly string[];
	/** The apps that the topics belong to. */
	readonly bundleIds: readonly string[];
	/** Empty if the certificate does not say. */
	readonly environments: readonly ApnsEnvironment[];
}

/**
 * Apple's extensions ("Establishing a certificate-based connection to APNs" and Apple's "Certification
 * Practice Statement, Worldwide Developer Relations").
 */
const EXTENSIONS = {
	sandbox: '1.2.840.113635.100.6.3.1',
	production: '1.2.840.113635.100.6.3.2',
	voipTopics: '1.2.840.113635.100.6.3.4',
	topics: '1.2.840.113635.100.6.3.6',
} as const;

const ENVIRONMENTS: readonly ApnsEnvironment[] = ['production', 'sandbox'];

/** Apple lists a handful. */
const MAX_TOPICS = 100;

const SUFFIXES = Object.values(PUSH_TYPES)
	.map(({ topicSuffix }) => topicSuffix)
	.filter((suffix) => suffix !== '');

interface Topic {
	readonly name: string;
	/** The kind that the certificate gives: `app`, `voip`, `complication`. */
	readonly kind: string | undefined;
}

/** Reads Apple's extensions of a certificate: node:crypto shows no extensions that it does not know. */
export function permissionsOf(x509: X509Certificate): CertificatePermissions {
	const extensions = extensionsOf(x509.raw);
	const uid = /^UID=(.+)$/m.exec(x509.subject)?.[1];
	// A Pass Type ID certificate says nothing about environments; passes are updated in production only ("Adding a Web
	// Service to Update Passes").
	const environments =
		uid !== undefined && isPassType(uid)
			? (['production'] as const)
			: ENVIRONMENTS.filter((one) => extensions.has(EXTENSIONS[one]));
	const isVoip = extensions.has(EXTENSIONS.voipTopics);
	const listed = [
		...topicsIn(extensions.get(EXTENSIONS.topics), undefined),
		...topicsIn(extensions.get(EXTENSIONS.voipTopics), 'voip'),
	].slice(0, MAX_TOPICS);
	// In a code-signing certificate the UID is a team ID: ten letters and digits.
	const isTopic = uid !== undefined && (environments.length > 0 || isVoip || uid.includes('.'));
	const ofSubject = isTopic ? [{ name: uid, kind: isVoip ? 'voip' : undefined }] : [];
	const topics = listed.length > 0 ? listed : ofSubject;
	return {
		topics: [...new Set(topics.map(({ name }) => name))],
		bundleIds: bundleIdsOf(topics),
		environments,
	};
}

/**
 * A bundle ID may itself end in a suffix (`com.example.voip`), so the list decides: a topic is an app's
 * bundle ID, unless it is another topic of the list plus a suffix, or the only one and of another kind.
 */
function bundleIdsOf(topics: readonly Topic[]): string[] {
	const names = new Set(topics.map(({ name }) => name));
	const suffixed = new Set([...names].flatMap((name) => SUFFIXES.map((suffix) => name + suffix)));
	const apps = topics
		.filter(({ name }) => !suffixed.has(name))
		.map(({ name, kind }) => {
			const isApp = SUFFIXES.some((suffix) => names.has(name + suffix));
			return !isApp && name.endsWith(`.${kind}`) ? name.slice(0, -`.${kind}`.length) : name;
		});
	return [...new Set(apps)];
}

/** RFC 5280 §4.1: the extensions are the last field of the signed part. */
function extensionsOf(raw: Buffer): Map<string, Buffer> {
	const [certificate] = readDer(raw);
	const [signed] = readDer(certificate?.content);
	const all = readDer(signed?.content).find(({ tag }) => tag === TAGS.context3);
	const [list] = readDer(all?.content);
	return new Map(
		readDer(list?.content).flatMap(({ content }) => {
			const parts = readDer(content);
			const value = parts.at(-1);
			return value === undefined ? [] : [[objectIdentifierOf(parts[0]), value.content]];
		}),
	);
}

/** Each topic is followed by a sequence with its kind. */
function topicsIn(value: Buffer | undefined, usualKind: string | undefined): Topic[] {
	const parts = readDer(value).flatMap((one) =>
		one.tag === TAGS.sequence ? readDer(one.content) : [one],
	);
	return parts.flatMap(({ tag, content }, at) => {
		if (tag !== TAGS.utf8String) return [];
		const next = parts[at + 1];
		const [kind] = next?.tag === TAGS.sequence ? readDer(next.content) : [];
		return [{ name: content.toString(), kind: kind?.content.toString() ?? usualKind }];
	});
}
