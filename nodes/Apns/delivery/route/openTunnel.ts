import { connect, type Socket } from 'node:net';
import * as tls from 'node:tls';
import type { ApnsTarget } from './ApnsTarget.ts';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure, connectionFailureOf } from './ConnectionFailure.ts';
import { throwIfForbidden } from './egress.ts';
import type { HttpProxy } from './HttpProxy.ts';
import { inTime } from './inTime.ts';
import { NotHttpError, readProxyAnswer, type ProxyAnswer } from './proxyAnswer.ts';
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
	line.once(proxy.isTls ? 'secureConnect' : 'connect', () => {
		line.write(connectRequest(target, proxy));
	});
	try {
		const late = `${name} did not answer in time.`;
		const answer = await inTime(readProxyAnswer(line), TUNNEL_TIMEOUT_MS, late, clock);
		const isOpen = answer.status >= 200 && answer.status <= 299;
		if (!isOpen) throw refusal(answer, target, proxy, name);
	} catch (error) {
		line.destroy();
		throw failureAt(proxy, name, error);
	}
	return line;
}

function lineTo(proxy: HttpProxy): Socket {
	const { host, isTls } = proxy;
	const options = tcpOptionsFor(proxy);
	if (!isTls) return connect(options);
	return tls.connect({ ...options, ...tlsOptionsFor(host) });
}

/** Not by node:http, whose agents n8n leads through the proxy once more. */
function connectRequest(target: ApnsTarget, { authorization }: HttpProxy): string {
	const authority = authorityWithPort(target);
	return [
		`CONNECT ${authority} HTTP/1.1`,
		`Host: ${authority}`,
		'Connection: keep-alive',
		...(authorization === undefined ? [] : [`Proxy-Authorization: ${authorization}`]),
		'',
		'',
	].join('\r\n');
}

/** RFC 9110 §7.1: CONNECT names the port in any case. */
function authorityWithPort({ host, port }: ApnsTarget): string {
	return `${uriHost(host)}:${port}`;
}

function refusal(
	{ status, authenticate }: ProxyAnswer,
	target: ApnsTarget,
	{ authorization, setIn }: HttpProxy,
	name: string,
): ConnectionFailure {
	const authority = authorityWithPort(target);
	// tinyproxy says 401 to a wrong password.
	const wantsLogin = status === 407 || status === 401;
	const failure = (message: string) =>
		new ConnectionFailure(wantsLogin ? 'proxyLogin' : 'proxy', `${name} ${message} (${status})`);
	if (wantsLogin && !/\bbasic\b/i.test(authenticate || 'Basic')) {
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
	if (status >= 500) {
		return failure(
			`cannot reach ${authority}. Check its network and DNS, and that it may open connections to there.`,
		);
	}
	return failure(
		`does not let connections to ${authority} pass. Ask whoever runs it to allow CONNECT to that host and port.`,
	);
}

function failureAt({ host, isTls }: HttpProxy, name: string, error: unknown): ConnectionFailure {
	if (error instanceof ConnectionFailure) return error;
	if (error instanceof NotHttpError) {
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
