/**
 * Measures the first notification of a process, by phase. Wraps Node's own functions, so that the timings
 * are those of the node's real work.
 */
import { once } from 'node:events';
import http2 from 'node:http2';
import tls from 'node:tls';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { BenchEngine, type NodeParameters } from '../rows/BenchEngine.ts';
import type { SinkAddress } from '../sink/SinkRequest.ts';

/** The request to the process. */
export interface ColdLatencyRequest {
	readonly sink: SinkAddress;
	readonly parameters: NodeParameters;
	readonly lazyAcquire: boolean;
}

/** An event, in milliseconds since the start of the execution. */
export type Moment =
	| 'opening'
	| 'opened'
	| 'lookedUp'
	| 'tcpConnected'
	| 'tlsConnected'
	| 'settings'
	| 'signing'
	| 'signed'
	| 'requested'
	| 'answered'
	| 'ended';

/** The reply of the process. */
export type Moments = Partial<Record<Moment, number>>;

const [{ sink, parameters, lazyAcquire }] = (await once(process, 'message')) as [
	ColdLatencyRequest,
];
// A host name, so that there is a DNS lookup.
const engine = await BenchEngine.start(sink, { hostName: 'localhost', lazyAcquire });
const execution = engine.load(parameters, [{ token: deviceToken(0), id: 1, text: 'Shipped.' }]);
const moments: Moments = {};
watchSockets();
watchSessions();
watchSigning();
const startMs = performance.now();
await execution.execute();
mark('ended');
process.send?.(moments);

function mark(moment: Moment): void {
	moments[moment] ??= performance.now() - startMs;
}

function watchSockets(): void {
	const connect = tls.connect as (...args: unknown[]) => tls.TLSSocket;
	tls.connect = ((...args: unknown[]) => {
		mark('opening');
		const socket = connect(...args);
		mark('opened');
		socket.once('lookup', () => mark('lookedUp'));
		socket.once('connect', () => mark('tcpConnected'));
		socket.once('secureConnect', () => mark('tlsConnected'));
		return socket;
	}) as typeof tls.connect;
}

function watchSessions(): void {
	const connect = http2.connect as (...args: unknown[]) => http2.ClientHttp2Session;
	http2.connect = ((...args: unknown[]) => {
		const session = connect(...args);
		session.once('remoteSettings', () => mark('settings'));
		const request = session.request.bind(session);
		session.request = (headers, options) => {
			mark('requested');
			const stream = request(headers, options);
			stream.once('response', () => mark('answered'));
			return stream;
		};
		return session;
	}) as typeof http2.connect;
}

function watchSigning(): void {
	const { subtle } = globalThis.crypto;
	const sign = subtle.sign.bind(subtle);
	subtle.sign = async (...args) => {
		mark('signing');
		const signature = await sign(...args);
		mark('signed');
		return signature;
	};
}
