/**
 * The bytes of text in base64 or base64url, with or without padding, where it is as long as that of a device
 * token of 32 to 100 bytes. Undefined where the text is no base64, or has a bit set that the encoding leaves
 * zero (RFC 4648, section 3.5): then it was not made by it.
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
