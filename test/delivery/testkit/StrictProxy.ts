import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { CertifiedKey } from '../../simulator/certificates/authority.ts';

/** Behaviour of a proxy. */
export interface StrictProxyOptions {
	/** `user:password` that it requires. */
	readonly login?: string;
	/** Its answer if it does not open the tunnel, byte for byte. */
	readonly answer?: string;
	/** The head of its answer when it opens the tunnel, byte for byte. */
	readonly established?: string;
	/** When it closes the connection. */
	readonly hangUp?: 'onConnect' | 'onRequest' | 'afterAnswer';
	/** It reads but never answers. */
	readonly silent?: boolean;
	/** It sends its answer in single bytes. */
	readonly dribble?: boolean;
	/** Its certificate; makes it an https:// proxy. */
	readonly certificate?: CertifiedKey;
	/** Where a host and port are really connected to, such as `api.push.apple.com:443` to a simulator's port. */
	readonly routes?: Readonly<Record<string, number>>;
}

/** A received CONNECT. */
export interface ProxyRequest {
	/** Its target host and port. */
	readonly authority: string;
	/** The complete head, as received. */
	readonly head: string;
}

const ESTABLISHED = 'HTTP/1.1 200 Connection established\r\n\r\n';
const UNAUTHORIZED =
	'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n';
const CONNECT = /^CONNECT (\S+:\d+) HTTP\/1\.1\r\n/;

/**
 * A proxy on 127.0.0.1 that supports only CONNECT, exactly as in RFC 9110 §9.3.6, connects only to ports of
 * this machine, and misbehaves on request. It is stopped after the test.
 */
export class StrictProxy {
	/** Every valid CONNECT. */
	readonly requests: ProxyRequest[] = [];
	/** Protocol violations. If there are any, the client is wrong. */
	readonly complaints: string[] = [];
	/** Number of TCP connections to it. */
	connections = 0;
	readonly #options: StrictProxyOptions;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();

	private constructor(options: StrictProxyOptions) {
		this.#options = options;
		const { certificate } = options;
		const accept = (socket: Socket) => this.#accept(socket);
		this.#server =
			certificate === undefined
				? createServer(accept)
				: createTlsServer({ cert: certificate.certificate, key: certificate.privateKey }, accept);
	}

	/** Starts a proxy on a free port. */
	static async start(options: StrictProxyOptions = {}): Promise<StrictProxy> {
		const proxy = new StrictProxy(options);
		proxy.#server.on('connection', () => proxy.connections++);
		await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => proxy.stop());
		return proxy;
	}

	/** Number of open TCP connections, to it and from it. */
	get open(): number {
		return this.#sockets.size;
	}

	/** The proxy URL to configure. @param login `user:password`, encoded for a URL */
	url(login = ''): string {
		const { port } = this.#server.address() as AddressInfo;
		const scheme = this.#options.certificate === undefined ? 'http' : 'https';
		return `${scheme}://${login === '' ? '' : `${login}@`}127.0.0.1:${port}`;
	}

	/** Stops it and closes all its connections. */
	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}

	#accept(socket: Socket): void {
		this.#keep(socket);
		if (this.#options.hangUp === 'onConnect') return void socket.destroy();
		let head = '';
		const onData = (chunk: Buffer) => {
			head += chunk.toString('latin1');
			// A TLS handshake is answered at once, as real proxies do: it never ends like an HTTP head.
			if (!/^[A-Z]/.test(head)) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
			const end = head.indexOf('\r\n\r\n');
			if (end < 0) return;
			socket.off('data', onData);
			socket.pause();
			// TLS must start only after the tunnel is open.
			if (end + 4 < head.length) this.complaints.push('something followed before the answer');
			this.#answer(socket, head.slice(0, end + 4));
		};
		socket.on('data', onData);
	}

	#answer(socket: Socket, head: string): void {
		const { login, answer, hangUp, silent } = this.#options;
		const authority = CONNECT.exec(head)?.[1];
		if (authority === undefined) {
			this.complaints.push(`not a CONNECT: ${head}`);
			return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
		}
		if (!head.toLowerCase().includes(`\r\nhost: ${authority}\r\n`)) {
			this.complaints.push(`no Host with ${authority}: ${head}`);
		}
		this.requests.push({ authority, head });
		if (hangUp === 'onRequest') return void socket.destroy();
		if (silent) return;
		if (answer !== undefined) return void socket.write(answer, () => socket.resume());
		if (login !== undefined) {
			const expected = `Basic ${Buffer.from(login).toString('base64')}`;
			const given = /\r\nproxy-authorization: ([^\r]*)\r\n/i.exec(head)?.[1];
			if (given !== expected) return void socket.end(UNAUTHORIZED);
		}
		if (hangUp === 'afterAnswer') return void socket.end(ESTABLISHED);
		this.#leadOn(socket, authority);
	}

	#leadOn(socket: Socket, authority: string): void {
		const { routes = {}, dribble, established = ESTABLISHED } = this.#options;
		const port = routes[authority] ?? Number(/^127\.0\.0\.1:(\d+)$/.exec(authority)?.[1] ?? 0);
		const onward = connect({ host: '127.0.0.1', port });
		this.#keep(onward);
		onward.once('connect', async () => {
			for (const piece of dribble ? established : [established]) {
				await new Promise((resolve) => socket.write(piece, resolve));
			}
			socket.pipe(onward).pipe(socket);
		});
		onward.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
		onward.once('close', () => socket.destroy());
		socket.once('close', () => onward.destroy());
	}

	#keep(socket: Socket): void {
		this.#sockets.add(socket);
		socket.on('error', () => {});
		socket.once('close', () => this.#sockets.delete(socket));
	}
}
