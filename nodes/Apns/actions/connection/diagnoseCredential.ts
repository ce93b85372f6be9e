import type { ProbeReport, ProbeTopic } from '../../delivery/probe.ts';
import { pushTypeOf } from '../../notification/pushType.ts';
import { withCertificate } from './certificateReport.ts';
import { diagnose, type Diagnosis } from './diagnose.ts';
import type { ApnsCredential } from '../credential/ApnsCredential.ts';

/** Interprets the report of a probe and, if the credential has one, the certificate. */
export function diagnoseCredential(
	found: ProbeReport,
	credential: ApnsCredential,
	nowMs: number,
): Diagnosis {
	const diagnosis = diagnose(found, credential.bundleId);
	const { clientCertificate } = credential;
	return clientCertificate ? withCertificate(diagnosis, clientCertificate, nowMs) : diagnosis;
}

/**
 * The app's own topic. If the certificate is not valid for it (VoIP only, for example), a topic that it is
 * valid for.
 */
export function probeTopicOf({
	bundleId,
	clientCertificate,
}: ApnsCredential): ProbeTopic | undefined {
	const topics = clientCertificate?.topics ?? [];
	const isFor = bundleId !== undefined && topics.includes(bundleId);
	const topic = isFor ? bundleId : (topics[0] ?? bundleId);
	return topic === undefined ? undefined : { topic, pushType: pushTypeOf(topic, bundleId) };
}
