import type { TcpSocketConnectOpts } from 'node:net';
import type { Destination } from './egress.ts';

/**
 * After this time Node gives up an address and tries the next one. Node's default of 250 ms is too short
 * for a distant server, and for a lost SYN, which is sent again after a second (RFC 6298 §2).
 */
const ATTEMPT_TIMEOUT_MS = 1_500;

/** Options for Node.js to connect to a destination. */
export function tcpOptionsFor({ host, port, egress }: Destination): TcpSocketConnectOpts {
	return {
		host,
		port,
		// n8n turns off Node's default; if IPv6 has no route, IPv4 must be tried (pushy #1044).
		autoSelectFamily: true,
		autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
		...(egress === undefined ? {} : { lookup: egress.createSecureLookup() }),
	};
}
