import * as http2 from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import { openSocket } from '../route/openSocket.ts';
import { authorityOf } from '../route/uriHost.ts';
import type { Clock } from '../time/Clock.ts';

/** A new HTTP/2 session and its socket, after the handshake. */
export interface OpenSession {
	readonly session: http2.ClientHttp2Session;
	readonly socket: TLSSocket;
}

/**
 * Connects to APNs and starts a session.
 *
 * @throws {ConnectionFailure} or the error of the socket or of TLS
 */
export async function openSession(target: ApnsTarget, clock: Clock): Promise<OpenSession> {
	const socket = await openSocket(target, clock);
	// @types/node does not know the last option yet.
	const options: http2.SecureClientSessionOptions & { strictSingleValueFields: boolean } = {
		createConnection: () => socket,
		settings: { enablePush: false },
		// We build the header lists ourselves: Node need not look for duplicate names.
		strictSingleValueFields: false,
	};
	return { session: http2.connect(`https://${authorityOf(target)}`, options), socket };
}
