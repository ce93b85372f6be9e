import { isIPv6 } from 'node:net';

/** RFC 1035 §2.3.4: a name has at most 255 octets on the wire, which are 253 characters of text. */
export const MAX_HOST_CHARACTERS = 253;

/** A host as written in a URI or an authority: an IPv6 address is in brackets (RFC 3986 §3.2.2). */
export function uriHost(host: string): string {
	return isIPv6(host) ? `[${host}]` : host;
}

/** The host of a URL for a socket: without brackets. */
export function socketHost({ hostname }: URL): string {
	return hostname.replace(/^\[|\]$/g, '');
}

/** The authority of an https URI (RFC 3986 §3.2): port 443 is left out. */
export function authorityOf({ host, port }: { host: string; port: number }): string {
	return port === 443 ? uriHost(host) : `${uriHost(host)}:${port}`;
}
