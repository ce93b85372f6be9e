import type { LookupFunction } from 'node:net';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure } from './ConnectionFailure.ts';
import { inTime } from './inTime.ts';
import { uriHost } from './uriHost.ts';

/**
 * Rules on where may be connected to, for addresses that a person typed in: n8n's protection against
 * server-side request forgery (`helpers.getSecureEgressFilter`).
 */
export interface EgressFilter {
	/** Resolves the host name, too. */
	validateUrl(url: string): Promise<{ readonly ok: boolean }>;
	/** Looks at the addresses once more when the connection is made: a name may have got others by then. */
	createSecureLookup(): LookupFunction;
}

/**
 * For an n8n that has such rules and does not let nodes ask for them (before 2.30): nothing is connected to that
 * they might forbid.
 */
export const UNKNOWN_RULES: EgressFilter = {
	validateUrl: (url) => Promise.reject(unknownRules(new URL(url).host)),
	createSecureLookup: () => (hostname, _, callback) => callback(unknownRules(hostname), []),
};

function unknownRules(host: string): ConnectionFailure {
	return new ConnectionFailure(
		'forbidden',
		`n8n's protection against server-side request forgery is on, and this version of n8n does not tell whether it allows ${host}. Update n8n to 2.30 or newer.`,
	);
}

/** Where a connection leads, and the rules that hold for it. */
export interface Destination {
	readonly host: string;
	readonly port: number;
	readonly egress?: EgressFilter | undefined;
}

/** The time it takes to ask for an address, and more. */
const VERDICT_TIMEOUT_MS = 10_000;

/** @throws {ConnectionFailure} where the rules forbid a connection to there, or nobody says whether */
export async function throwIfForbidden(
	{ host, port, egress }: Destination,
	clock: Clock,
): Promise<void> {
	if (egress === undefined) return;
	const { ok } = await inTime(
		egress.validateUrl(`https://${uriHost(host)}:${port}`),
		VERDICT_TIMEOUT_MS,
		`n8n's protection against server-side request forgery did not say in time whether ${host} is allowed.`,
		clock,
	);
	if (ok) return;
	throw new ConnectionFailure(
		'forbidden',
		`n8n's protection against server-side request forgery forbids connections to ${host}. Whoever runs n8n can allow them with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.`,
	);
}
