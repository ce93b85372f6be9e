import * as http2 from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import { openSocket } from '../route/openSocket.ts';
import { authorityOf } from '../route/uriHost.ts';
import type { Clock } from '../time/Clock.ts';

/** An HTTP/2 session that has just begun, and the handshaken socket that it is on. */
export interface OpenSession {
	readonly session: http2.ClientHttp2Session;
	readonly socket: TLSSocket;
}

/**
 * Goes all the way to APNs and begins a session there.
 *
 * @throws {ConnectionFailure} or what a socket or TLS says
 */
export async function openSession(target: ApnsTarget, clock: Clock): Promise<OpenSession> {
	const socket = await openSocket(target, clock);
	// @types/node does not know the last one yet.
	const options: http2.SecureClientSessionOptions & { strictSingleValueFields: boolean } = {
		createConnection: () => socket,
		settings: { enablePush: false },
		// Our header lists are our own: Node need not look for a name that occurs twice.
		strictSingleValueFields: false,
	};
	return { session: http2.connect(`https://${authorityOf(target)}`, options), socket };
}
