import type { TcpSocketConnectOpts } from 'node:net';
import type { Destination } from './egress.ts';

/**
 * After so long the next address of a host is tried, and this one given up. Node's own 250 ms are over
 * before a server far away can answer, or a lost SYN is sent again (after a second, RFC 6298 §2).
 */
const ATTEMPT_TIMEOUT_MS = 1_500;

/** How Node.js connects to there. */
export function tcpOptionsFor({ host, port, egress }: Destination): TcpSocketConnectOpts {
	return {
		host,
		port,
		// n8n switches Node's default off; where IPv6 leads nowhere, IPv4 has to be tried (pushy #1044).
		autoSelectFamily: true,
		autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
		...(egress === undefined ? {} : { lookup: egress.createSecureLookup() }),
	};
}
