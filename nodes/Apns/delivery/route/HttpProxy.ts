import { createHash } from 'node:crypto';
import { CredentialFieldError } from '../identity/CredentialFieldError.ts';
import type { EgressFilter } from './egress.ts';
import { MAX_HOST_CHARACTERS, socketHost } from './uriHost.ts';

/** An HTTP proxy that opens tunnels (CONNECT, RFC 9110 §9.3.6). */
export interface HttpProxy {
	readonly host: string;
	readonly port: number;
	/** Whether the connection to the proxy itself uses TLS. */
	readonly isTls: boolean;
	/** `http://host:port` for messages, without user name and password. */
	readonly address: string;
	/** Where the user set it, for messages. */
	readonly setIn: string;
	/** Value of the Proxy-Authorization header: a secret. */
	readonly authorization: string | undefined;
	/** Changes with any part of the proxy, and reveals none of it. */
	readonly fingerprint: string;
	/** Set if the address must be checked. */
	readonly egress?: EgressFilter | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** User name and password are sent in one header, and many proxies accept at most 8 KiB of headers. */
const MAX_LOGIN_CHARACTERS = 4_096;

/** The text before the host. */
const WRITTEN_LOGIN = /^https?:\/\/(.*)@/is;

/** Characters that end the authority of a URL: a URL parser would then take the user name for the host. */
const ENDS_AUTHORITY = ['/', '?', '#', '\\'];

/**
 * Reads `http://host:port`, `https://host:port`, or either with `user:password@` before the host.
 *
 * @param setIn where it was set, for messages
 * @throws {CredentialFieldError} never contains the address: there may be a password in it
 */
export function parseHttpProxy(text: string, setIn: string): HttpProxy {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	checkIsUnbroken(text);
	if (!url?.username && !url?.password) checkWrittenLogin(text);
	const defaultPort = DEFAULT_PORTS[url?.protocol ?? ''];
	if (url === undefined || url.hostname === '' || defaultPort === undefined) {
		throw new CredentialFieldError(
			'proxy',
			'The proxy must have the form http://host:port or https://host:port. Other kinds, such as SOCKS, are not supported.',
		);
	}
	if (`${url.pathname}${url.search}${url.hash}` !== '/') {
		throw new CredentialFieldError(
			'proxy',
			'The proxy has text after its port. Remove it. In a password, write / as %2F, ? as %3F and # as %23.',
		);
	}
	const host = socketHost(url);
	if (host.length > MAX_HOST_CHARACTERS) {
		throw new CredentialFieldError(
			'proxy',
			`The proxy's host name has ${host.length} characters; a host name has at most ${MAX_HOST_CHARACTERS}.`,
		);
	}
	return {
		host,
		port: url.port === '' ? defaultPort : Number(url.port),
		isTls: url.protocol === 'https:',
		address: url.origin,
		setIn,
		authorization: basicAuthorization(url),
		fingerprint: createHash('sha256').update(url.href).digest('base64url'),
	};
}

/** A URL parser silently drops tabs and line breaks (URL Standard), even in a password. */
function checkIsUnbroken(text: string): void {
	if (!/[\t\n\r]/.test(text.trim())) return;
	throw new CredentialFieldError('proxy', 'The proxy contains a tab or a line break. Remove it.');
}

function checkWrittenLogin(text: string): void {
	const login = WRITTEN_LOGIN.exec(text)?.[1] ?? '';
	const found = ENDS_AUTHORITY.filter((character) => login.includes(character));
	if (found.length === 0) return;
	const escapes = found.map((character) => `${character} as ${percentEncoded(character)}`);
	throw new CredentialFieldError(
		'proxy',
		`The proxy's user name or password contains ${found.join(' and ')}. Write ${escapes.join(', ')}.`,
	);
}

function percentEncoded(character: string): string {
	return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** RFC 7617. */
function basicAuthorization({ username, password }: URL): string | undefined {
	if (username === '' && password === '') return undefined;
	const name = decoded(username);
	if (name.includes(':')) {
		throw new CredentialFieldError(
			'proxy',
			"The proxy's user name contains a colon, which Basic authentication does not support (RFC 7617).",
		);
	}
	const login = `${name}:${decoded(password)}`;
	if (login.length > MAX_LOGIN_CHARACTERS) {
		throw new CredentialFieldError(
			'proxy',
			`The proxy's user name and password have ${login.length} characters in total; the maximum is ${MAX_LOGIN_CHARACTERS}.`,
		);
	}
	return `Basic ${Buffer.from(login).toString('base64')}`;
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		throw new CredentialFieldError(
			'proxy',
			"The proxy's user name or password contains a % that is not part of an escape. Write % as %25.",
		);
	}
}
