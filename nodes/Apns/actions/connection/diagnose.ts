import { outcomeOfAnswer } from '../../delivery/service/outcomeTable.ts';
import type { ProbeReport } from '../../delivery/probe.ts';

/** What a look at APNs says about connection and credential. */
export interface Diagnosis {
	/** `degraded`: notifications may arrive, but something has to be looked at. */
	readonly status: 'healthy' | 'degraded' | 'unhealthy';
	/** For a person: what is wrong and what to do about it. */
	readonly message: string;
	readonly credentials: {
		/** Null where APNs could not be asked. */
		readonly valid: boolean | null;
		/** Apple's reason against it. */
		readonly reason: string | null;
	};
}

/** A round trip to APNs takes some tens of milliseconds; notifications still arrive above this, late. */
const SLOW_PING_MS = 1_000;

/** Answers that a correct credential gets for the probe's impossible device token. */
const EXPECTED_REASONS = new Set(['BadDeviceToken', 'MissingTopic', 'DeviceTokenNotForTopic']);

/** Reads the report of a probe. */
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
			message: `APNs would not answer like this: ${[status, reason].filter(Boolean).join(' ')}. Something else may be at this address. Check environment and base URL, and what lies between n8n and Apple.`,
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
