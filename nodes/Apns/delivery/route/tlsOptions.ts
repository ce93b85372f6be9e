import { isIP } from 'node:net';
import * as tls from 'node:tls';

/** "Sending notification requests to APNs": TLS 1.2 or later. */
export const OLDEST_TLS = 'TLSv1.2';

/** As Node.js has it: later any package of the process may put another one into its place. */
const { checkServerIdentity } = tls;

/**
 * What holds for each TLS connection, to APNs and to a proxy. It says what Node.js does anyway, because the
 * environment and other packages may change that: `NODE_TLS_REJECT_UNAUTHORIZED=0`, `--tls-min-v1.0`, `tls.DEFAULT_…`.
 */
export function tlsOptionsFor(host: string): tls.ConnectionOptions {
	return {
		...(isIP(host) ? {} : { servername: host }),
		minVersion: OLDEST_TLS,
		rejectUnauthorized: true,
		checkServerIdentity,
	};
}
