import { outcomeOfAnswer } from '../../delivery/service/outcomeTable.ts';
import type { ProbeReport } from '../../delivery/probe.ts';

/** The result of checking the connection and the credential. */
export interface Diagnosis {
	/** `degraded`: notifications may arrive, but something needs attention. */
	readonly status: 'healthy' | 'degraded' | 'unhealthy';
	/** For a person: what is wrong and what to do about it. */
	readonly message: string;
	readonly credentials: {
		/** Null if APNs could not be reached. */
		readonly valid: boolean | null;
		/** Apple's reason for rejecting it. */
		readonly reason: string | null;
	};
}

/** A round trip to APNs usually takes tens of milliseconds. Above this, notifications still arrive, but late. */
const SLOW_PING_MS = 1_000;

/** Answers that a correct credential gets for the probe's impossible device token. */
const EXPECTED_REASONS = new Set(['BadDeviceToken', 'MissingTopic', 'DeviceTokenNotForTopic']);

/** Interprets the report of a probe. */
export function diagnose(found: ProbeReport, bundleId: string | undefined): Diagnosis {
	const { answer, failure, connection } = found;
	if (answer === undefined) {
		const isRefused = failure?.kind === 'refusedCertificate';
		return {
			status: 'unhealthy',
			message: failure?.message ?? 'APNs did not answer.',
			credentials: { valid: isRefused ? false : null, reason: null },
		};
	}
	const { status, reason } = answer;
	const { message } = outcomeOfAnswer(answer);
	if (answer.isForeign) {
		return { status: 'unhealthy', message, credentials: { valid: null, reason } };
	}
	if (status === 403) {
		return { status: 'unhealthy', message, credentials: { valid: false, reason } };
	}
	if (status >= 500 || status === 429) {
		return { status: 'degraded', message, credentials: { valid: null, reason } };
	}
	const accepted = { valid: true, reason: null };
	if (reason === 'TopicDisallowed' || reason === 'BadTopic') {
		return {
			status: 'degraded',
			message: `APNs accepts the credential, but not for the bundle ID '${bundleId}'. ${message}`,
			credentials: { valid: true, reason },
		};
	}
	if (reason === null || !EXPECTED_REASONS.has(reason)) {
		return {
			status: 'degraded',
			message: `Unexpected response: ${[status, reason].filter(Boolean).join(' ')}. The server at this address may not be APNs. Check the environment, the base URL and any proxy between n8n and Apple.`,
			credentials: { valid: null, reason },
		};
	}
	const pingMs = connection?.pingMs ?? 0;
	if (pingMs > SLOW_PING_MS) {
		return {
			status: 'degraded',
			message: `APNs accepts the credential, but a round trip takes ${Math.round(pingMs)} ms.`,
			credentials: accepted,
		};
	}
	return { status: 'healthy', message: 'APNs accepts the credential.', credentials: accepted };
}
