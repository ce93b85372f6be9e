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

/** For connecting to the proxy, and from there to APNs. */
const TUNNEL_TIMEOUT_MS = 10_000;

/**
 * Opens a new connection to the target through a proxy. It can be used like a direct socket to the target.
 *
 * @throws {ConnectionFailure} naming the proxy and what happened there
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
	// Never removed: an error without a listener would end the process.
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

/** Not sent with node:http: n8n sets its agents to use the proxy as well. */
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

/** RFC 9110 §7.1: CONNECT always names the port. */
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
	// tinyproxy answers 401 to a wrong password.
	const wantsLogin = status === 407 || status === 401;
	const failure = (message: string) =>
		new ConnectionFailure(wantsLogin ? 'proxyLogin' : 'proxy', `${name} ${message} (${status})`);
	if (wantsLogin && !/\bbasic\b/i.test(authenticate || 'Basic')) {
		return failure(
			'requires authentication other than Basic, which is not supported. Ask its operator for an exception for this machine.',
		);
	}
	if (wantsLogin) {
		return failure(
			authorization === undefined
				? `requires a user name and password. Add them before the host in ${setIn}: http://user:password@host:port.`
				: `does not accept the user name and password. Correct them in ${setIn}.`,
		);
	}
	if (status >= 500) {
		return failure(
			`cannot reach ${authority}. Check its network and DNS, and that it may connect to that host.`,
		);
	}
	return failure(
		`does not allow connections to ${authority}. Ask its operator to allow CONNECT to that host and port.`,
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
		isTls && kind === 'tls' ? ' If the proxy uses plain HTTP, write http:// before its host.' : '';
	return new ConnectionFailure(kind, `${name} cannot be used. ${message}${hint}`, error);
}
