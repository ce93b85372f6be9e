import type { ProbeReport, ProbeTopic } from '../../delivery/probe.ts';
import { pushTypeOf } from '../../notification/pushType.ts';
import { withCertificate } from './certificateReport.ts';
import { diagnose, type Diagnosis } from './diagnose.ts';
import type { ApnsCredential } from '../credential/ApnsCredential.ts';

/** What a probe found, with what there is to know of the credential's certificate. */
export function diagnoseCredential(
	found: ProbeReport,
	credential: ApnsCredential,
	nowMs: number,
): Diagnosis {
	const diagnosis = diagnose(found, credential.bundleId);
	const { clientCertificate } = credential;
	return clientCertificate ? withCertificate(diagnosis, clientCertificate, nowMs) : diagnosis;
}

/** The app itself; with a certificate that is not for it (VoIP services alone), what it is for. */
export function probeTopicOf({
	bundleId,
	clientCertificate,
}: ApnsCredential): ProbeTopic | undefined {
	const topics = clientCertificate?.topics ?? [];
	const isFor = bundleId !== undefined && topics.includes(bundleId);
	const topic = isFor ? bundleId : (topics[0] ?? bundleId);
	return topic === undefined ? undefined : { topic, pushType: pushTypeOf(topic, bundleId) };
}
