import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import type { ApnsTarget } from './ApnsTarget.ts';
import type { Clock } from '../time/Clock.ts';
import { ConnectionFailure, connectionFailureOf, notHttp2 } from './ConnectionFailure.ts';
import { throwIfForbidden } from './egress.ts';
import { inTime } from './inTime.ts';
import { openTunnel } from './openTunnel.ts';
import { tcpOptionsFor } from './tcpOptions.ts';
import { OLDEST_TLS, tlsOptionsFor } from './tlsOptions.ts';

/** Several attempts of this length fit into the 30 seconds that a request has by default. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A TLS socket that speaks HTTP/2, after its handshake. The host name is looked up anew each time, as
 * Apple asks ("Sending notification requests to APNs"); where a proxy leads there, it does that.
 *
 * @throws {ConnectionFailure}
 */
export async function openSocket(target: ApnsTarget, clock: Clock): Promise<tls.TLSSocket> {
	const { host, proxy } = target;
	let tunnel: Socket | undefined;
	let socket: tls.TLSSocket | undefined;
	try {
		await throwIfForbidden(target, clock);
		tunnel = proxy && (await openTunnel(target, proxy, clock));
		socket = tls.connect(optionsFor(target, tunnel));
		socket.setNoDelay(true);
		await handshake(socket, host, clock);
	} catch (error) {
		socket?.destroy();
		// TLS may not even have begun on it.
		tunnel?.destroy();
		throw connectionFailureOf(error, host);
	}
	return socket;
}

function optionsFor(target: ApnsTarget, tunnel: Socket | undefined): tls.ConnectionOptions {
	const { host } = target;
	return {
		// Of the host TLS then only checks whether the certificate is its own.
		...(tunnel === undefined ? tcpOptionsFor(target) : { host, socket: tunnel }),
		...tlsOptionsFor(host),
		ALPNProtocols: ['h2'],
		...(isOrdinary(target) ? {} : { secureContext: contextFor(target) }),
	};
}

async function handshake(socket: tls.TLSSocket, host: string, clock: Clock): Promise<void> {
	const done = new Promise<void>((resolve, reject) => {
		// Stays for the socket's whole life: an error without a listener would end the process.
		socket.on('error', reject);
		socket.once('close', () =>
			reject(new ConnectionFailure('lost', `${host} closed the connection during the handshake.`)),
		);
		socket.once('secureConnect', () =>
			socket.alpnProtocol === 'h2' ? resolve() : reject(notHttp2(host)),
		);
	});
	await inTime(done, CONNECT_TIMEOUT_MS, `${host} did not answer in time.`, clock);
}

/** Node's own context does. */
function isOrdinary({ caCertificate, clientCertificate }: ApnsTarget): boolean {
	return caCertificate === undefined && clientCertificate === undefined;
}

/** Reading all roots takes more time than a handshake: once for a target, not for every connection. */
const contexts = new WeakMap<ApnsTarget, tls.SecureContext>();

function contextFor(target: ApnsTarget): tls.SecureContext {
	const context =
		contexts.get(target) ??
		tls.createSecureContext({
			...trusted(target),
			...target.clientCertificate?.identity,
			minVersion: OLDEST_TLS,
		});
	contexts.set(target, context);
	return context;
}

/** Passing `ca` replaces Node's default roots, so they go along (n8n with NODE_EXTRA_CA_CERTS included). */
function trusted({ caCertificate }: ApnsTarget): { ca?: string[] } {
	if (caCertificate === undefined) return {};
	return { ca: [...tls.getCACertificates('default'), caCertificate] };
}
