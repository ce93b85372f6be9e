import type { IDataObject } from 'n8n-workflow';
import { dateOf, type ClientCertificate } from '../../delivery/identity/ClientCertificate.ts';
import type { Diagnosis } from './diagnose.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Enough time to create a new certificate, even during holidays. */
const WARN_DAYS = 30;

/** The certificate's part of the health report. */
export function certificateReport(certificate: ClientCertificate, nowMs: number): IDataObject {
	return {
		name: certificate.name,
		topics: [...certificate.topics],
		environments: [...certificate.environments],
		expiresAt: certificate.validTo.toISOString(),
		expiresInDays: daysLeft(certificate, nowMs),
	};
}

/** The diagnosis, with what the certificate is valid for and when it expires. */
export function withCertificate(
	diagnosis: Diagnosis,
	certificate: ClientCertificate,
	nowMs: number,
): Diagnosis {
	const { topics, environments, validTo } = certificate;
	const days = daysLeft(certificate, nowMs);
	const isLate = days <= WARN_DAYS;
	const what = [
		topics.length > 0 ? `for ${topics.join(', ')}` : '',
		environments.length > 0 ? `in ${environments.join(' and ')}` : '',
	].filter(Boolean);
	const facts = [
		what.length > 0 ? `The certificate is valid ${what.join(' ')}.` : '',
		isLate
			? `It expires on ${dateOf(validTo)}, in ${days} ${days === 1 ? 'day' : 'days'}: create a new one at developer.apple.com and replace it in the credential.`
			: `It expires on ${dateOf(validTo)}.`,
	];
	return {
		...diagnosis,
		status: isLate && diagnosis.status === 'healthy' ? 'degraded' : diagnosis.status,
		message: [diagnosis.message, ...facts].filter(Boolean).join(' '),
	};
}

function daysLeft({ validTo }: ClientCertificate, nowMs: number): number {
	return Math.floor((validTo.getTime() - nowMs) / DAY_MS);
}
