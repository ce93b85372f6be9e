import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv4 } from 'node:net';
import { text } from 'node:stream/consumers';

/** As sent by URLSession in an app called YourApp on iOS 26. */
const USER_AGENT = 'YourApp/1 CFNetwork/3860.100.1 Darwin/25.0.0';

/** URLSessionConfiguration.timeoutIntervalForRequest: 60 seconds by default. */
const TIMEOUT_MS = 60_000;

/** The server's response to an answer. */
export interface Pressed {
	readonly status: number;
	readonly body: string;
}

/**
 * Answers a question as an app would: POST to a signed URL, with a JSON body if one is given. Follows no
 * redirect and uses no proxy, so that the URL stays on this machine. Rejects if nothing answers, when
 * `signal` aborts, and, without a call, if the URL leads to another machine. Messages never contain the
 * URL.
 */
export async function press(url: string, body?: object, signal?: AbortSignal): Promise<Pressed> {
	const address = loopbackUrl(url);
	const request = address.protocol === 'https:' ? requestHttps : requestHttp;
	const inTime = AbortSignal.timeout(TIMEOUT_MS);
	const sent = request(address, {
		method: 'POST',
		headers: {
			accept: '*/*',
			'user-agent': USER_AGENT,
			...(body && { 'content-type': 'application/json' }),
		},
		// Unlike the global agent, it ignores the proxy of the environment (NODE_USE_ENV_PROXY).
		agent: false,
		// No public CA issues certificates for a machine's own address.
		rejectUnauthorized: false,
		signal: signal ? AbortSignal.any([signal, inTime]) : inTime,
	});
	// If the read is aborted, both the request and the response emit the error.
	sent.on('error', () => {});
	sent.end(body && JSON.stringify(body));
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	return { status: response.statusCode ?? 0, body: await text(response) };
}

function loopbackUrl(url: string): URL {
	if (!URL.canParse(url)) throw new Error('not called: the address is not a URL.');
	const address = new URL(url);
	if (!['http:', 'https:'].includes(address.protocol)) {
		throw new Error(`not called: ${address.protocol} is neither http: nor https:.`);
	}
	const { hostname } = address;
	const isLoopback =
		['localhost', '[::1]'].includes(hostname) || (isIPv4(hostname) && hostname.startsWith('127.'));
	if (isLoopback) return address;
	throw new Error(
		`not called: ${address.host} is not this machine. The simulator calls only 127.0.0.0/8, ::1 and ` +
			'localhost. Set WEBHOOK_URL of n8n to such an address.',
	);
}
