import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach } from 'vitest';
import type { CertifiedKey } from '../../simulator/certificates/authority.ts';

/** How a proxy treats who comes. */
export interface StrictProxyOptions {
	/** `user:password` that it asks for. */
	readonly login?: string;
	/** What it says instead of leading on, byte for byte. */
	readonly answer?: string;
	/** The head of the answer with which it leads on, byte for byte. */
	readonly established?: string;
	/** It hangs up at this moment. */
	readonly hangUp?: 'onConnect' | 'onRequest' | 'afterAnswer';
	/** It reads and never answers. */
	readonly silent?: boolean;
	/** Its answer comes in single bytes. */
	readonly dribble?: boolean;
	/** Makes it one that is spoken to over TLS. */
	readonly certificate?: CertifiedKey;
	/** Where a host and port really lead, such as `api.push.apple.com:443` to a simulator's port. */
	readonly routes?: Readonly<Record<string, number>>;
}

/** A CONNECT that came. */
export interface ProxyRequest {
	/** Host and port it was for. */
	readonly authority: string;
	/** The whole head, as it came. */
	readonly head: string;
}

const ESTABLISHED = 'HTTP/1.1 200 Connection established\r\n\r\n';
const UNAUTHORIZED =
	'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\nContent-Length: 0\r\n\r\n';
const CONNECT = /^CONNECT (\S+:\d+) HTTP\/1\.1\r\n/;

const running: StrictProxy[] = [];

afterEach(async () => {
	await Promise.all(running.splice(0).map((proxy) => proxy.stop()));
});

/**
 * A proxy on 127.0.0.1 that knows nothing but CONNECT, in the very form of RFC 9110 §9.3.6, leads to ports
 * of this machine alone, and misbehaves where asked to. It is stopped after the test.
 */
export class StrictProxy {
	/** Every CONNECT in good form. */
	readonly requests: ProxyRequest[] = [];
	/** What is not as it should be; nothing, or the client is wrong. */
	readonly complaints: string[] = [];
	/** TCP connections to it. */
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

	/** Starts one on a free port. */
	static async start(options: StrictProxyOptions = {}): Promise<StrictProxy> {
		const proxy = new StrictProxy(options);
		proxy.#server.on('connection', () => proxy.connections++);
		await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
		running.push(proxy);
		return proxy;
	}

	/** TCP connections that are open, to it and from it. */
	get open(): number {
		return this.#sockets.size;
	}

	/** What a person sets as the proxy. @param login `user:password`, encoded for a URL */
	url(login = ''): string {
		const { port } = this.#server.address() as AddressInfo;
		const scheme = this.#options.certificate === undefined ? 'http' : 'https';
		return `${scheme}://${login === '' ? '' : `${login}@`}127.0.0.1:${port}`;
	}

	/** Ends it and all that goes through it. */
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
			// A TLS handshake is answered at once, as proxies do: its end would be waited for in vain.
			if (!/^[A-Z]/.test(head)) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
			const end = head.indexOf('\r\n\r\n');
			if (end < 0) return;
			socket.off('data', onData);
			socket.pause();
			// TLS is to begin only when the way is free.
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
