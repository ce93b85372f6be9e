import type { LookupFunction } from 'node:net';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure } from './ConnectionFailure.ts';
import { inTime } from './inTime.ts';
import { uriHost } from './uriHost.ts';

/**
 * n8n's protection against server-side request forgery (`helpers.getSecureEgressFilter`): rules for
 * addresses that a user entered.
 */
export interface EgressFilter {
	/** Also resolves the host name. */
	validateUrl(url: string): Promise<{ readonly ok: boolean }>;
	/** Checks the addresses again when connecting: the name may resolve differently by then. */
	createSecureLookup(): LookupFunction;
}

/**
 * For versions of n8n before 2.30, which have such rules but do not tell nodes about them: forbids all
 * connections that the rules might forbid.
 */
export const UNKNOWN_RULES: EgressFilter = {
	validateUrl: (url) => Promise.reject(unknownRules(new URL(url).host)),
	createSecureLookup: () => (hostname, _, callback) => callback(unknownRules(hostname), []),
};

function unknownRules(host: string): ConnectionFailure {
	return new ConnectionFailure(
		'forbidden',
		`n8n's protection against server-side request forgery is on, and this version of n8n cannot check whether it allows ${host}. Update n8n to 2.30 or newer.`,
	);
}

/** The destination of a connection, and the rules that apply to it. */
export interface Destination {
	readonly host: string;
	readonly port: number;
	readonly egress?: EgressFilter | undefined;
}

/** Enough for a DNS lookup. */
const VERDICT_TIMEOUT_MS = 10_000;

/** @throws {ConnectionFailure} if the rules forbid the connection, or cannot be checked */
export async function throwIfForbidden(
	{ host, port, egress }: Destination,
	clock: Clock,
): Promise<void> {
	if (egress === undefined) return;
	const { ok } = await inTime(
		egress.validateUrl(`https://${uriHost(host)}:${port}`),
		VERDICT_TIMEOUT_MS,
		`n8n's protection against server-side request forgery did not decide in time whether ${host} is allowed.`,
		clock,
	);
	if (ok) return;
	throw new ConnectionFailure(
		'forbidden',
		`n8n's protection against server-side request forgery forbids connections to ${host}. The administrator of n8n can allow them with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.`,
	);
}
