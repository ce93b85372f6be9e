import { createHash } from 'node:crypto';
import { CredentialFieldError } from '../identity/CredentialFieldError.ts';
import type { EgressFilter } from './egress.ts';
import { socketHost } from './uriHost.ts';

/** An HTTP proxy that leads connections on (CONNECT, RFC 9110 §9.3.6). */
export interface HttpProxy {
	readonly host: string;
	readonly port: number;
	/** Whether the proxy itself is spoken to over TLS. */
	readonly isTls: boolean;
	/** `http://host:port`, for people: without user name and password. */
	readonly address: string;
	/** Where a person has set it, for messages. */
	readonly setIn: string;
	/** Value of the Proxy-Authorization header: a secret. */
	readonly authorization: string | undefined;
	/** Changes with any part of it and gives nothing of it away. */
	readonly fingerprint: string;
	/** Set where the address has to be checked. */
	readonly egress?: EgressFilter | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Reads `http://host:port`, `https://host:port`, or either with `user:password@` before the host.
 *
 * @param setIn where it was set, for messages
 * @throws {CredentialFieldError} it never holds any of the address: a password may be in it
 */
export function parseHttpProxy(text: string, setIn: string): HttpProxy {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const defaultPort = DEFAULT_PORTS[url?.protocol ?? ''];
	if (url === undefined || url.hostname === '' || defaultPort === undefined) {
		throw new CredentialFieldError(
			'proxy',
			'The proxy is not of the form http://host:port or https://host:port. Other kinds, such as SOCKS, are not supported.',
		);
	}
	if (`${url.pathname}${url.search}${url.hash}` !== '/') {
		throw new CredentialFieldError(
			'proxy',
			'The proxy has something after its port. Leave it out; in a password write / as %2F, ? as %3F and # as %23.',
		);
	}
	return {
		host: socketHost(url),
		port: url.port === '' ? defaultPort : Number(url.port),
		isTls: url.protocol === 'https:',
		address: url.origin,
		setIn,
		authorization: basicAuthorization(url),
		fingerprint: createHash('sha256').update(url.href).digest('base64url'),
	};
}

/** RFC 7617. */
function basicAuthorization({ username, password }: URL): string | undefined {
	if (username === '' && password === '') return undefined;
	try {
		const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
		return `Basic ${Buffer.from(pair).toString('base64')}`;
	} catch {
		throw new CredentialFieldError(
			'proxy',
			"The proxy's user name or password has a % that stands for nothing. Write % as %25.",
		);
	}
}
