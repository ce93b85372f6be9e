import { isIPv6 } from 'node:net';

/** A host as it stands in a URI or an authority: an IPv6 address in brackets (RFC 3986 §3.2.2). */
export function uriHost(host: string): string {
	return isIPv6(host) ? `[${host}]` : host;
}

/** The host of a URL as a socket wants it: without the brackets. */
export function socketHost({ hostname }: URL): string {
	return hostname.replace(/^\[|\]$/g, '');
}

/** The authority of an https URI (RFC 3986 §3.2): port 443 goes without saying. */
export function authorityOf({ host, port }: { host: string; port: number }): string {
	return port === 443 ? uriHost(host) : `${uriHost(host)}:${port}`;
}
