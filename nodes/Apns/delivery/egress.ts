import type { LookupFunction } from 'node:net';
import { ConnectionFailure } from './ConnectionFailure.ts';
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

/** Where a connection leads, and the rules that hold for it. */
interface Destination {
	readonly host: string;
	readonly port: number;
	readonly egress?: EgressFilter | undefined;
}

/** @throws {ConnectionFailure} where the rules forbid a connection to there */
export async function throwIfForbidden({ host, port, egress }: Destination): Promise<void> {
	const verdict = await egress?.validateUrl(`https://${uriHost(host)}:${port}`);
	if (verdict?.ok !== false) return;
	throw new ConnectionFailure(
		'forbidden',
		`n8n's protection against server-side request forgery forbids connections to ${host}. Whoever runs n8n can allow them with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.`,
	);
}

/** The option of a socket that makes it obey the rules. */
export function lookupOf({ egress }: Destination): { lookup?: LookupFunction } {
	return egress === undefined ? {} : { lookup: egress.createSecureLookup() };
}
