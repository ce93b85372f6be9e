/**
 * Decodes base64 or base64url, with or without padding, if it is as long as that of a device token of 32 to
 * 100 bytes. Undefined if the text is not base64, or has a bit set that encoders leave zero (RFC 4648
 * §3.5).
 */
export function decodeBase64(text: string): Buffer | undefined {
	if (!/^[\w+/-]{43,134}={0,2}$/.test(text)) return undefined;
	const decoded = Buffer.from(text, 'base64');
	const padded = decoded.toString('base64');
	const written = [padded, padded.replaceAll('=', ''), decoded.toString('base64url')];
	return written.includes(text) || written.at(-1) === text.replaceAll('=', '')
		? decoded
		: undefined;
}
