import type { IncomingHttpHeaders } from 'node:http2';

/** A request as it came, before anybody has looked whether it is right. */
export interface PushRequest {
	readonly headers: IncomingHttpHeaders;
	/** Header names as sent, repetitions included. */
	readonly headerNames: readonly string[];
	/** The body; cut off far beyond what any notification may have. */
	readonly body: Buffer;
	/** Its full length. */
	readonly bodyBytes: number;
}

/** A header that can be there once. */
export function headerOf(request: PushRequest, name: string): string | undefined {
	const value = request.headers[name];
	return typeof value === 'string' ? value : undefined;
}

/** What stands in the place of the device token in `:path`, good or bad. */
export function deviceTokenOf(request: PushRequest): string {
	return (headerOf(request, ':path') ?? '').replace(/^\/3\/device\/?/, '');
}
