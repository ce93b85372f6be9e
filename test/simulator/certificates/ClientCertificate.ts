import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';
import type { Environment } from '../environment.ts';
import { PASS_TYPE_PREFIX, topicSuffixes } from '../pushTypes.ts';
import { UID, appleExtensions, decodeTopics } from './appleExtensions.ts';

/** A client's certificate, as far as it matters to APNs. */
export interface ClientCertificate {
	readonly x509: NodeCertificate;
	/** From its extensions; without them, the UID of its subject. */
	readonly topics: readonly string[];
	/** The apps that the topics belong to. */
	readonly bundleIds: readonly string[];
	/** The environments that it is valid for. */
	readonly environments: readonly Environment[];
}

/** Reads Apple's extensions of a certificate. */
export function readClientCertificate(x509: NodeCertificate): ClientCertificate {
	// node:crypto shows no extensions that it does not know.
	const certificate = new X509Certificate(x509.raw);
	const valueOf = (oid: string) => certificate.getExtension(oid)?.value;
	const listed = [appleExtensions.topics, appleExtensions.voipTopics].flatMap((oid) => {
		const value = valueOf(oid);
		return value ? decodeTopics(Buffer.from(value)) : [];
	});
	const topics = listed.length > 0 ? listed : certificate.subjectName.getField(UID);
	const environments: Environment[] = [];
	if (valueOf(appleExtensions.development)) environments.push('sandbox');
	// "Adding a Web Service to Update Passes": only in production.
	const isOfPasses = topics.some((topic) => topic.startsWith(PASS_TYPE_PREFIX));
	if (isOfPasses || valueOf(appleExtensions.production)) environments.push('production');
	const bundleIds = listed.length > 0 ? bundleIdsOf(listed) : topics;
	return { x509, topics, bundleIds, environments };
}

/** An app's own topic is the prefix of the other topics of the list; for a single topic, its ending decides. */
function bundleIdsOf(topics: readonly string[]): string[] {
	const suffixes = [...topicSuffixes].filter((suffix) => suffix !== '');
	const isOf = (topic: string, app: string) => suffixes.some((suffix) => topic === app + suffix);
	const roots = topics.filter((topic) => !topics.some((app) => isOf(topic, app)));
	return [...new Set(roots)].map((root) => {
		const isApp = topics.some((topic) => isOf(topic, root));
		const suffix = isApp ? undefined : suffixes.find((one) => root.endsWith(one));
		return suffix === undefined ? root : root.slice(0, -suffix.length);
	});
}
