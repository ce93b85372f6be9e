/** Whether the address is one that a phone cannot reach over the internet, or should not. */
export function isUnreachable(address: string): boolean {
	const { protocol, hostname } = new URL(address);
	return protocol !== 'https:' || isPrivate(hostname);
}

/** RFC 6761, 6762, 8375: names of a local network; RFC 1918, 3927, 6598, 4193, 4291: addresses of one. */
function isPrivate(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
	if (host.includes(':')) return /^(?:::1?$|f[cd]|fe[89ab])/.test(host);
	if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
		return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
			host,
		);
	}
	return !host.includes('.') || /\.(?:local|localhost|internal|lan|home\.arpa|test)$/.test(host);
}
