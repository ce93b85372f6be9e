import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';
import type { Environment } from '../environment.ts';
import { topicSuffixes } from '../pushTypes.ts';
import { UID, appleExtensions, decodeTopics } from './appleExtensions.ts';

/** A certificate which a client has shown, as far as it matters to APNs. */
export interface ClientCertificate {
	readonly x509: NodeCertificate;
	/** From its extensions; without them, the UID of its subject. */
	readonly topics: readonly string[];
	/** The topics without the suffixes of push types. */
	readonly bundleIds: readonly string[];
	/** Where it is good. */
	readonly environments: readonly Environment[];
}

/** Reads Apple's extensions of a certificate. */
export function readClientCertificate(x509: NodeCertificate): ClientCertificate {
	// node:crypto shows no extension that it does not know.
	const certificate = new X509Certificate(x509.raw);
	const valueOf = (oid: string) => certificate.getExtension(oid)?.value;
	const listed = [appleExtensions.topics, appleExtensions.voipTopics].flatMap((oid) => {
		const value = valueOf(oid);
		return value ? decodeTopics(Buffer.from(value)) : [];
	});
	const topics = listed.length > 0 ? listed : certificate.subjectName.getField(UID);
	const environments: Environment[] = [];
	if (valueOf(appleExtensions.development)) environments.push('sandbox');
	if (valueOf(appleExtensions.production)) environments.push('production');
	return { x509, topics, bundleIds: [...new Set(topics.map(bundleIdOf))], environments };
}

function bundleIdOf(topic: string): string {
	const suffix = [...topicSuffixes].find((one) => one !== '' && topic.endsWith(one));
	return suffix === undefined ? topic : topic.slice(0, -suffix.length);
}
