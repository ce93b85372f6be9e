import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket, createSecureContext, type SecureContext } from 'node:tls';
import type { CertifiedKey } from './certificates/authority.ts';
import { Connection, type OnRequest } from './Connection.ts';
import type { Connections } from './Connections.ts';
import type { ConnectionFault } from './faults/Fault.ts';
import type { Faults } from './faults/Faults.ts';
import type { SimulatorIdentity } from './identity.ts';
import type { ServiceName } from './services/Service.ts';

const NOT_TLS = 'SSH-2.0-OpenSSH_9.9\r\n';
const HTTP1_ANSWER = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/** What a listener serves. */
export interface ListenerContext {
	readonly serves: readonly ServiceName[];
	readonly identity: SimulatorIdentity;
	readonly counters: Connections;
	readonly faults: Faults;
	readonly onRequest: OnRequest;
}

/** Accepts TCP connections on 127.0.0.1 and passes each to a `Connection`, or to a fault. */
export class Listener {
	readonly #context: ListenerContext;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	readonly #trusted: SecureContext;
	readonly #untrusted: SecureContext;

	constructor(context: ListenerContext) {
		this.#context = context;
		const { server, untrustedServer, clientAuthority } = context.identity;
		this.#trusted = secureContext(server, clientAuthority);
		this.#untrusted = secureContext(untrustedServer, clientAuthority);
		this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
	}

	/** Starts to listen; returns the port. */
	async listen(port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.#server.once('error', reject);
			this.#server.listen(port, '127.0.0.1', () => {
				this.#server.off('error', reject);
				this.#server.on('error', () => {});
				resolve();
			});
		});
		return (this.#server.address() as AddressInfo).port;
	}

	/** Destroys every connection; resolves when the port is free. */
	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}

	#accept(raw: Socket): void {
		const { counters, faults: all, serves } = this.#context;
		const number = ++counters.attempts;
		this.#keep(raw);
		const faults = all.strikingConnection(number, serves);
		const turnsAway = faults.find(({ kind }) => kind !== 'goaway' && kind !== 'trickle');
		if (turnsAway) return this.#turnAway(raw, turnsAway);

		this.#secure(raw, this.#trusted, ['h2'], (secure) => {
			// A client without ALPN is disconnected: RFC 9113 section 3.2 requires `h2`.
			if (secure.alpnProtocol !== 'h2') return secure.destroy();
			const connection = new Connection(number, raw, secure, counters, this.#context.onRequest);
			for (const fault of faults) strikeNew(connection, fault);
		});
	}

	#turnAway(raw: Socket, fault: ConnectionFault): void {
		if (fault.kind === 'refuseConnection') return void raw.resetAndDestroy();
		if (fault.kind === 'tlsFailure' && fault.how === 'garbage') return void raw.end(NOT_TLS);
		if (fault.kind === 'tlsFailure' && fault.how === 'abort') {
			// After the ClientHello: an earlier reset is `refuseConnection`.
			return void raw.once('data', () => raw.resetAndDestroy());
		}
		if (fault.kind === 'wrongAlpn') {
			return this.#secure(raw, this.#trusted, [], (secure) => {
				secure.once('data', () => secure.end(HTTP1_ANSWER));
			});
		}
		const how = fault.kind === 'tlsFailure' ? fault.how : undefined;
		const context = how === 'untrusted' ? this.#untrusted : this.#trusted;
		const rejectUnauthorized = how === 'certificateRequired';
		this.#secure(raw, context, ['h2'], (secure) => secure.resume(), rejectUnauthorized);
	}

	#secure(
		raw: Socket,
		context: SecureContext,
		ALPNProtocols: string[],
		onSecure: (secure: TLSSocket) => void,
		rejectUnauthorized = false,
	): void {
		const { counters } = this.#context;
		// Apple requests a certificate but accepts clients without one; a bad certificate is reported to each
		// request.
		const certificates = { requestCert: true, rejectUnauthorized };
		const options = { isServer: true, secureContext: context, ...certificates };
		const secure = new TLSSocket(
			raw,
			ALPNProtocols.length ? { ...options, ALPNProtocols } : options,
		);
		this.#keep(secure);
		secure.once('secure', () => {
			counters.opened++;
			counters.open++;
			counters.peakOpen = Math.max(counters.peakOpen, counters.open);
			secure.once('close', () => counters.open--);
			onSecure(secure);
		});
	}

	#keep(socket: Socket): void {
		this.#sockets.add(socket);
		socket.on('error', () => {});
		socket.once('close', () => this.#sockets.delete(socket));
	}
}

function strikeNew(connection: Connection, fault: ConnectionFault): void {
	if (fault.kind === 'trickle') connection.throttle(fault.bytesPerSecond);
	if (fault.kind === 'goaway') connection.whenStarted(() => connection.goAway(fault));
}

function secureContext(server: CertifiedKey, clientAuthority: CertifiedKey): SecureContext {
	return createSecureContext({
		cert: server.certificate,
		key: server.privateKey,
		ca: clientAuthority.certificate,
		// Apple: TLS 1.2 or later.
		minVersion: 'TLSv1.2',
		// Without it, OpenSSL does not resume sessions of clients that may send a certificate.
		sessionIdContext: 'APNs simulator',
	});
}
