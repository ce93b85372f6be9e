import * as http from 'node:http';
import { connect, type Socket } from 'node:net';
import * as tls from 'node:tls';
import type { ApnsTarget } from './ApnsTarget.ts';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure, connectionFailureOf } from './ConnectionFailure.ts';
import { throwIfForbidden } from './egress.ts';
import type { HttpProxy } from './HttpProxy.ts';
import { inTime } from './inTime.ts';
import { tcpOptionsFor } from './tcpOptions.ts';
import { tlsOptionsFor } from './tlsOptions.ts';
import { uriHost } from './uriHost.ts';

/** To the proxy, and from there to APNs. */
const TUNNEL_TIMEOUT_MS = 10_000;

/**
 * A connection to the target through a proxy, a new one each time: what goes in at one end comes out at
 * the other, as if it were the target's own socket.
 *
 * @throws {ConnectionFailure} saying what happened at the proxy
 */
export async function openTunnel(
	target: ApnsTarget,
	proxy: HttpProxy,
	clock: Clock,
): Promise<Socket> {
	const name = `The proxy ${proxy.address} (set in ${proxy.setIn})`;
	await throwIfForbidden(proxy, clock);
	const line = lineTo(proxy);
	line.setNoDelay(true);
	// Stays for the socket's whole life: an error without a listener would end the process.
	line.on('error', () => {});
	const open = new Promise<void>((resolve, reject) => {
		const request = connectRequest(line, target, proxy);
		request.on('error', (error) => reject(failureAt(proxy, name, error)));
		request.on('connect', (response, _, firstBytes) => {
			const status = response.statusCode ?? 0;
			if (status < 200 || status > 299) return reject(refusal(response, target, proxy, name));
			// What came together with the answer is for TLS to read.
			if (firstBytes.length > 0) line.unshift(firstBytes);
			resolve();
		});
		request.end();
	});
	try {
		await inTime(open, TUNNEL_TIMEOUT_MS, `${name} did not answer in time.`, clock);
	} catch (error) {
		line.destroy();
		throw error;
	}
	return line;
}

function lineTo(proxy: HttpProxy): Socket {
	const { host, isTls } = proxy;
	const options = tcpOptionsFor(proxy);
	if (!isTls) return connect(options);
	return tls.connect({ ...options, ...tlsOptionsFor(host) });
}

function connectRequest(line: Socket, target: ApnsTarget, proxy: HttpProxy): http.ClientRequest {
	const authority = authorityWithPort(target);
	return http.request({
		method: 'CONNECT',
		path: authority,
		// With a socket of its own no agent is asked: n8n's would lead it through the proxy once more.
		createConnection: () => line,
		headers: {
			host: authority,
			connection: 'keep-alive',
			...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
		},
	});
}

/** RFC 9110 §7.1: CONNECT names the port in any case. */
function authorityWithPort({ host, port }: ApnsTarget): string {
	return `${uriHost(host)}:${port}`;
}

function refusal(
	{ statusCode = 0, headers }: http.IncomingMessage,
	target: ApnsTarget,
	{ authorization, setIn }: HttpProxy,
	name: string,
): ConnectionFailure {
	const authority = authorityWithPort(target);
	const failure = (message: string) =>
		new ConnectionFailure('proxy', `${name} ${message} (${statusCode})`);
	// tinyproxy says 401 to a wrong password.
	const wantsLogin = statusCode === 407 || statusCode === 401;
	if (wantsLogin && !/\bbasic\b/i.test(headers['proxy-authenticate'] ?? 'Basic')) {
		return failure(
			'asks for a kind of authentication other than Basic, which is not supported. Ask for an exception for this machine.',
		);
	}
	if (wantsLogin) {
		return failure(
			authorization === undefined
				? `asks for a user name and a password. Write them before its host in ${setIn}: http://user:password@host:port.`
				: `does not accept the user name and the password. Correct them in ${setIn}.`,
		);
	}
	if (statusCode >= 500) {
		return failure(
			`cannot reach ${authority}. Check its network and DNS, and that it may open connections to there.`,
		);
	}
	return failure(
		`does not let connections to ${authority} pass. Ask whoever runs it to allow CONNECT to that host and port.`,
	);
}

function failureAt({ host, isTls }: HttpProxy, name: string, error: Error): ConnectionFailure {
	if ('code' in error && String(error.code).startsWith('HPE_')) {
		const message = `${name} gave an answer that is not HTTP. Check its address and port.`;
		return new ConnectionFailure('proxy', message, error);
	}
	const { kind, message } = connectionFailureOf(error, host);
	const hint =
		isTls && kind === 'tls'
			? ' If the proxy speaks plain HTTP, write http:// before its host.'
			: '';
	return new ConnectionFailure(kind, `${name} cannot be used. ${message}${hint}`, error);
}
