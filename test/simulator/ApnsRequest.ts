import type { IncomingHttpHeaders } from 'node:http2';

/** A request as it came, before anybody has looked whether it is right. */
export interface ApnsRequest {
	readonly headers: IncomingHttpHeaders;
	/** Header names as sent, repetitions included. */
	readonly headerNames: readonly string[];
	/** The body; cut off far beyond what any notification may have. */
	readonly body: Buffer;
	/** Its full length. */
	readonly bodyBytes: number;
}

/** A header that can be there once. */
export function headerOf(request: ApnsRequest, name: string): string | undefined {
	const value = request.headers[name];
	return typeof value === 'string' ? value : undefined;
}

/** A header that is a number, if it is there. */
export function numberIn(request: ApnsRequest, name: string): number | undefined {
	const value = headerOf(request, name);
	return value === undefined ? undefined : Number(value);
}

/** What stands in the place of the device token in `:path`, good or bad. */
export function deviceTokenOf(request: ApnsRequest): string {
	return (headerOf(request, ':path') ?? '').replace(/^\/3\/device\/?/, '');
}

/** The body as a JSON object; undefined where it is none. */
export function jsonObjectIn({ body }: ApnsRequest): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
