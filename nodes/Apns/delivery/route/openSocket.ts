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

/** Several attempts of this length fit into the 30 seconds of a request's default timeout. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A TLS socket for HTTP/2, after its handshake. The host name is resolved each time, as Apple asks
 * ("Sending notification requests to APNs"); with a proxy, the proxy does that.
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
		// TLS may not have started on it.
		tunnel?.destroy();
		throw connectionFailureOf(error, host);
	}
	return socket;
}

function optionsFor(target: ApnsTarget, tunnel: Socket | undefined): tls.ConnectionOptions {
	const { host } = target;
	return {
		// With a tunnel, TLS uses the host only to check the certificate.
		...(tunnel === undefined ? tcpOptionsFor(target) : { host, socket: tunnel }),
		...tlsOptionsFor(host),
		ALPNProtocols: ['h2'],
		...(isOrdinary(target) ? {} : { secureContext: contextFor(target) }),
	};
}

async function handshake(socket: tls.TLSSocket, host: string, clock: Clock): Promise<void> {
	const done = new Promise<void>((resolve, reject) => {
		// Never removed: an error without a listener would end the process.
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

/** Whether Node's default context is enough. */
function isOrdinary({ caCertificate, clientCertificate }: ApnsTarget): boolean {
	return caCertificate === undefined && clientCertificate === undefined;
}

/** Reading all roots takes longer than a handshake: done once per target, not for every connection. */
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

/** `ca` replaces Node's default roots, so they are added (those of NODE_EXTRA_CA_CERTS, too). */
function trusted({ caCertificate }: ApnsTarget): { ca?: string[] } {
	if (caCertificate === undefined) return {};
	return { ca: [...tls.getCACertificates('default'), caCertificate] };
}
