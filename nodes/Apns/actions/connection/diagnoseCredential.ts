import type { ProbeReport } from '../../delivery/probe.ts';
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
export function probeTopicOf({ bundleId, clientCertificate }: ApnsCredential): string | undefined {
	const topics = clientCertificate?.topics ?? [];
	return bundleId !== undefined && topics.includes(bundleId) ? bundleId : (topics[0] ?? bundleId);
}
