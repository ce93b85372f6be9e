import { isIP } from 'node:net';
import * as tls from 'node:tls';

/** "Sending notification requests to APNs": TLS 1.2 or later. */
export const OLDEST_TLS = 'TLSv1.2';

/** Node's own function, saved at start: any package of the process may replace it later. */
const { checkServerIdentity } = tls;

/**
 * Options for all TLS connections, to APNs and to a proxy. They repeat Node's defaults, because the
 * environment and other packages can change those: `NODE_TLS_REJECT_UNAUTHORIZED=0`, `--tls-min-v1.0`,
 * `tls.DEFAULT_…`.
 */
export function tlsOptionsFor(host: string): tls.ConnectionOptions {
	return {
		...(isIP(host) ? {} : { servername: host }),
		minVersion: OLDEST_TLS,
		rejectUnauthorized: true,
		checkServerIdentity,
	};
}
