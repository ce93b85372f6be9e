import type { IncomingHttpHeaders } from 'node:http2';

/** A request as received, before any check. */
export interface ApnsRequest {
	readonly headers: IncomingHttpHeaders;
	/** Header names as sent, including repetitions. */
	readonly headerNames: readonly string[];
	/** The body, cut off far above the size of any notification. */
	readonly body: Buffer;
	/** Its full length. */
	readonly bodyBytes: number;
}

/** The value of a header that may occur once. */
export function headerOf(request: ApnsRequest, name: string): string | undefined {
	const value = request.headers[name];
	return typeof value === 'string' ? value : undefined;
}

/** The value of a numeric header, if present. */
export function numberIn(request: ApnsRequest, name: string): number | undefined {
	const value = headerOf(request, name);
	return value === undefined ? undefined : Number(value);
}

/** The text in the place of the device token in `:path`, valid or not. */
export function deviceTokenOf(request: ApnsRequest): string {
	return (headerOf(request, ':path') ?? '').replace(/^\/3\/device\/?/, '');
}

/** The body as a JSON object; undefined if it is not one. */
export function jsonObjectIn({ body }: ApnsRequest): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
