import { createHash } from 'node:crypto';
import { CredentialFieldError } from '../identity/CredentialFieldError.ts';
import type { EgressFilter } from './egress.ts';
import { MAX_HOST_CHARACTERS, socketHost } from './uriHost.ts';

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

/** User name and password go into one header, and many proxies take no more than 8 KiB of headers. */
const MAX_LOGIN_CHARACTERS = 4_096;

/** What was written before the host. */
const WRITTEN_LOGIN = /^https?:\/\/(.*)@/is;

/** What ends the authority of a URL, so that a URL parser takes the user name for the host. */
const ENDS_AUTHORITY = ['/', '?', '#', '\\'];

/**
 * Reads `http://host:port`, `https://host:port`, or either with `user:password@` before the host.
 *
 * @param setIn where it was set, for messages
 * @throws {CredentialFieldError} it never holds any of the address: a password may be in it
 */
export function parseHttpProxy(text: string, setIn: string): HttpProxy {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	checkIsUnbroken(text);
	if (!url?.username && !url?.password) checkWrittenLogin(text);
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

/** A URL parser passes over tabs and line breaks in silence (URL Standard), in a password too. */
function checkIsUnbroken(text: string): void {
	if (!/[\t\n\r]/.test(text.trim())) return;
	throw new CredentialFieldError('proxy', 'The proxy has a tab or a line break in it. Remove it.');
}

function checkWrittenLogin(text: string): void {
	const login = WRITTEN_LOGIN.exec(text)?.[1] ?? '';
	const found = ENDS_AUTHORITY.filter((character) => login.includes(character));
	if (found.length === 0) return;
	const escapes = found.map((character) => `${character} as ${percentEncoded(character)}`);
	throw new CredentialFieldError(
		'proxy',
		`The proxy's user name or password has a ${found.join(' and a ')}. Write ${escapes.join(', ')}.`,
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
			"The proxy's user name has a colon, which Basic authentication has no way to send (RFC 7617).",
		);
	}
	const login = `${name}:${decoded(password)}`;
	if (login.length > MAX_LOGIN_CHARACTERS) {
		throw new CredentialFieldError(
			'proxy',
			`The proxy's user name and password have ${login.length} characters together; at most ${MAX_LOGIN_CHARACTERS} can be sent.`,
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
			"The proxy's user name or password has a % that stands for nothing. Write % as %25.",
		);
	}
}
